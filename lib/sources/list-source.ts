import { withoutSecrets } from '@/lib/domain/service-uri'
import type { Source } from './source'

/**
 * A fixed list of service URIs. As in go-livepeer's `-orchAddr` spaces around them go, and `:8936` is a port of this
 * machine; empty ones are left out, where go-livepeer reads 127.0.0.1:8935 into every stray comma.
 */
export function createListSource(
  addresses: readonly string[],
  { name, now }: { name: string; now: () => number },
): Source {
  const entries = addresses
    .map((address) => address.trim())
    .filter((address) => address !== '')
    .map((address) => ({
      uri: /^:\d+$/.test(address) ? `127.0.0.1${address}` : withoutSecrets(address),
    }))
  const readAt = now()
  return { name, kind: 'list', read: async () => ({ entries, readAt, error: null, facts: null }) }
}
