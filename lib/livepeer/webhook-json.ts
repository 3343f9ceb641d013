import { array, object, text } from './go-encoding'

/**
 * A list as go-livepeer reads it behind `-orchWebhookUrl` (discovery/wh_discovery.go). Nothing in it changes by itself,
 * such as a time: a gateway compares the bytes with those it had before.
 */
export const webhookJson = (addresses: readonly string[]): string =>
  array(
    addresses.map((address) =>
      object([
        ['address', text(address)],
        // Score_Trusted: whoever is on the list may be worked with.
        ['score', '1'],
      ]),
    ),
  )
