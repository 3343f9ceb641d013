import { z } from 'zod'
import type { SourceEntry } from '@/lib/domain/source-reading'
import type { ParsedList } from './http-source'

/**
 * The body of an orchestrator webhook, `[{"address":"https://host:8935","score":1}]` → its entries, as stated,
 * duplicates included. Extra keys and elements without an address are ignored, a missing score is none (a gateway reckons with 0); one wrongly typed element refuses the
 * whole list, since a gateway would refuse it too (go-livepeer discovery/wh_discovery.go).
 */
export function parseWebhookList(body: string): ParsedList {
  let json: unknown
  try {
    json = JSON.parse(body)
  } catch {
    return { ok: false, problem: 'its body is not JSON' }
  }
  const parsed = Body.safeParse(json)
  if (!parsed.success)
    return { ok: false, problem: 'its body is not a list of {"address": text, "score": number}' }
  const entries = parsed.data.flatMap((element): SourceEntry[] => {
    if (!element?.address) return []
    const { address: uri, score } = element
    return [score == null ? { uri } : { uri, score }]
  })
  return { ok: true, entries, facts: null }
}

/** Go takes null for any type, as if nothing stood there. */
const Body = z.array(z.object({ address: z.string().nullish(), score: z.number().nullish() }).nullable())
