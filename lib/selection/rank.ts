import { comparePrice } from '@/lib/domain/price'
import { DEMOTIONS, type Demotion } from '@/lib/domain/selection'
import type { Candidate } from './candidate'
import { freePlaces } from './free-places'
import { isInRegion } from './rules'
import { STRATEGIES_BY_NAME } from './strategies'
import type { StrategyContext } from './strategy'

/** Candidates in order, the best first. */
export interface Ranking {
  readonly candidates: readonly Candidate[]
  /** By place. Of one tier the higher key is better; every one of a lower tier is better than any of a higher one. */
  readonly keys: Float64Array
  readonly tiers: Uint8Array
}

/** The order does not depend on that of the input: ties break by price, latency, orchestrator, node, offering. */
export function rankCandidates(candidates: readonly Candidate[], context: StrategyContext): Ranking {
  const { key } = STRATEGIES_BY_NAME[context.job.rules.strategy]
  const count = candidates.length
  const keys = new Float64Array(count)
  const tiers = new Uint8Array(count)
  const order = new Uint32Array(count)
  for (const [i, candidate] of candidates.entries()) {
    keys[i] = key(candidate, context)
    tiers[i] = tierOf(candidate, context)
    order[i] = i
  }
  order.sort(
    (a, b) =>
      at(tiers, a) - at(tiers, b) || at(keys, b) - at(keys, a) || byTies(candidates[a], candidates[b]),
  )
  return {
    candidates: Array.from(order, (i) => candidates[i]).filter((candidate) => candidate !== undefined),
    keys: Float64Array.from(order, (i) => at(keys, i)),
    tiers: Uint8Array.from(order, (i) => at(tiers, i)),
  }
}

/** What a client would rather have, and what has room, comes before what else there is, by whatever strategy. */
export function tierOf(candidate: Candidate, { job: { rules }, conditions }: StrategyContext): number {
  const isCold = rules.warm === 'preferred' && candidate.offering.state === 'cold'
  const isElsewhere =
    rules.regionIs === 'preferred' && rules.regions.length > 0 && !isInRegion(candidate, rules.regions)
  const isFull = freePlaces(candidate, conditions) === 0
  return (isFull ? 4 : 0) + (isElsewhere ? 2 : 0) + (isCold ? 1 : 0)
}

/** All that there are, the best first. */
export const TIERS: readonly number[] = Array.from({ length: 2 ** DEMOTIONS.length }, (_, tier) => tier)

/** Why it is in its tier. */
export const demotionsOf = (tier: number): readonly Demotion[] =>
  DEMOTIONS.filter((_, place) => (tier & (1 << place)) !== 0)

/** A total order of what is as good as equal. */
export function byTies(a: Candidate | undefined, b: Candidate | undefined): number {
  if (a === undefined || b === undefined) return 0
  return (
    byPrice(a, b) ||
    a.offering.latencyMs - b.offering.latencyMs ||
    byText(a.offering.orchestrator ?? '', b.offering.orchestrator ?? '') ||
    byText(a.offering.nodeUri, b.offering.nodeUri) ||
    byText(a.offering.id, b.offering.id)
  )
}

/** Prices in unlike units are not compared. */
function byPrice(a: Candidate, b: Candidate): number {
  if (a.price === null || b.price === null) return Number(a.price === null) - Number(b.price === null)
  return a.offering.unit === b.offering.unit ? comparePrice(a.price, b.price) : 0
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)

const at = (numbers: { readonly [i: number]: number }, i: number): number => numbers[i] ?? 0
