import { staleAfter } from '@/lib/domain/freshness'
import { DEMOTIONS, type Demotion } from '@/lib/domain/selection'
import { byPrice } from './by-price'
import type { Candidate } from './candidate'
import type { Conditions } from './conditions'
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
  const tiersByNumber: Map<number, Candidate[]>[] = TIERS.map(() => new Map())
  for (const candidate of candidates) {
    const byKey = tiersByNumber[tierOf(candidate, context)]
    const score = key(candidate, context)
    const equals = byKey?.get(score)
    if (equals) equals.push(candidate)
    else byKey?.set(score, [candidate])
  }
  const ranked: Candidate[] = []
  const keys = new Float64Array(candidates.length)
  const tiers = new Uint8Array(candidates.length)
  // Numbers without a comparator are sorted ten times as fast, and there may be ten thousand.
  for (const [tier, byKey] of tiersByNumber.entries())
    for (const score of Float64Array.from(byKey.keys()).sort().reverse()) {
      const equals = byKey.get(score) ?? []
      keys.fill(score, ranked.length, ranked.length + equals.length)
      tiers.fill(tier, ranked.length, ranked.length + equals.length)
      for (const one of equals.length > 1 ? equals.sort(byTies) : equals) ranked.push(one)
    }
  return { candidates: ranked, keys, tiers }
}

/** What a client would rather have, and what has room, comes before what else there is, by whatever strategy. */
export function tierOf(candidate: Candidate, { job: { rules }, conditions }: StrategyContext): number {
  const isCold = rules.warm === 'preferred' && candidate.offering.state === 'cold'
  const isElsewhere =
    rules.regionIs === 'preferred' && rules.regions.length > 0 && !isInRegion(candidate, rules.regions)
  const isFull = freePlaces(candidate, conditions) === 0
  return (
    (isFull ? 8 : 0) + (isDoubtful(candidate, conditions) ? 4 : 0) + (isElsewhere ? 2 : 0) + (isCold ? 1 : 0)
  )
}

/** Its last probe failed, or what it said last is stale. */
const isDoubtful = ({ offering }: Candidate, { now }: Conditions): boolean =>
  offering.nodeHealth.state !== 'up' || now >= staleAfter(offering.observedAt, offering.cadenceMs)

/** All that there are, the best first. */
export const TIERS: readonly number[] = Array.from({ length: 2 ** DEMOTIONS.length }, (_, tier) => tier)

/** Why it is in its tier. */
export const demotionsOf = (tier: number): readonly Demotion[] =>
  DEMOTIONS.filter((_, place) => (tier & (1 << place)) !== 0)

/** A total order of what is as good as equal. */
export function byTies(a: Candidate, b: Candidate): number {
  return (
    byPrice(a, b) ||
    a.offering.latencyMs - b.offering.latencyMs ||
    byText(a.offering.orchestrator ?? '', b.offering.orchestrator ?? '') ||
    byText(a.offering.nodeUri, b.offering.nodeUri) ||
    byText(a.offering.id, b.offering.id)
  )
}

const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
