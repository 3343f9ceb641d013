import { parseAddress } from '@/lib/domain/eth-address'
import { JsonNumber, parseExactJson } from '@/lib/livepeer/exact-json'
import type { Leaderboard, RegionScore } from './leaderboard'

export const MAX_LEADERBOARD_BYTES = 4 * 2 ** 20
const MAX_DEPTH = 4
/** More regions than there ever were. */
const MAX_REGIONS = 100
const MAX_REGION_NAME = 40

export type ParsedLeaderboard =
  | { readonly ok: true; readonly board: Omit<Leaderboard, 'readAt'> }
  | { readonly ok: false; readonly problem: string }

/**
 * The answer of leaderboard-serverless's `/api/aggregated_stats`: address → region → scores. Entries that are none are
 * left out; a document without any address is none at all.
 */
export function parseLeaderboard(text: string): ParsedLeaderboard {
  const json = parseExactJson(text, { maxBytes: MAX_LEADERBOARD_BYTES, maxDepth: MAX_DEPTH })
  if (!json.ok) return { ok: false, problem: `its body ${json.problem}` }
  const regions = new Set<string>()
  const scores = new Map<string, Map<string, RegionScore>>()
  for (const [key, byRegion] of entriesOf(json.value)) {
    const address = parseAddress(key)
    if (address === null) continue
    const own = new Map<string, RegionScore>()
    for (const [region, stated] of entriesOf(byRegion)) {
      const score = region.length <= MAX_REGION_NAME ? scoreOf(stated) : null
      if (score === null || (!regions.has(region) && regions.size >= MAX_REGIONS)) continue
      regions.add(region)
      own.set(region, score)
    }
    scores.set(address, own)
  }
  if (scores.size === 0) return { ok: false, problem: 'it names no address' }
  return { ok: true, board: { regions: [...regions].sort(), scores } }
}

const entriesOf = (value: unknown): [string, unknown][] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof JsonNumber)
    ? Object.entries(value)
    : []

function scoreOf(stated: unknown): RegionScore | null {
  const parts = new Map(entriesOf(stated))
  const share = (name: string): number | null => {
    const number = parts.get(name)
    const value = number instanceof JsonNumber ? Number(number.spelling) : Number.NaN
    return value >= 0 && value <= 1 ? value : null
  }
  const [successRate, roundTripScore, score] = ['success_rate', 'round_trip_score', 'score'].map(share)
  return successRate == null || roundTripScore == null || score == null
    ? null
    : { successRate, roundTripScore, score }
}
