import { z } from 'zod'

export type WebhookList =
  | { readonly ok: true; readonly uris: readonly string[] }
  | { readonly ok: false; readonly problem: string }

/**
 * The body of an orchestrator webhook, `[{"address":"https://host:8935","score":1}]` → its addresses, as stated,
 * duplicates included. Extra keys and elements without an address are ignored; one wrongly typed element refuses the
 * whole list, since a gateway would refuse it too (go-livepeer discovery/wh_discovery.go).
 */
export function parseWebhookList(body: string): WebhookList {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { ok: false, problem: 'its body is not JSON' }
  }
  const parsed = Body.safeParse(json)
  if (!parsed.success)
    return { ok: false, problem: 'its body is not a list of {"address": text, "score": number}' }
  return { ok: true, uris: parsed.data.flatMap((element) => element?.address || []) }
}

/** Go takes null for any type, as if nothing stood there. */
const Body = z.array(z.object({ address: z.string().nullish(), score: z.number().nullish() }).nullable())
