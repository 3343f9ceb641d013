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
  if (!Array.isArray(json)) return NO_LIST
  if (json.length > MAX_ELEMENTS)
    return { ok: false, problem: `its list has more than ${MAX_ELEMENTS} elements` }
  const entries: SourceEntry[] = []
  // One by one, since the first wrong one decides.
  for (const item of json) {
    const element = Element.safeParse(item)
    if (!element.success) return NO_LIST
    const { address, score } = element.data ?? {}
    if (address) entries.push(score == null ? { uri: address } : { uri: address, score })
  }
  return { ok: true, entries, facts: null }
}

/** More are no list of orchestrators; each would be asked. */
const MAX_ELEMENTS = 20_000

const NO_LIST: ParsedList = {
  ok: false,
  problem: 'its body is not a list of {"address": text, "score": number}',
}

/** Go takes null for any type, as if nothing stood there. */
const Element = z.object({ address: z.string().nullish(), score: z.number().nullish() }).nullable()
