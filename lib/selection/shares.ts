import type { Admission } from '@/lib/domain/admission'
import type { JobRequest } from './job-request'
import type { Ranking } from './rank'
import { STRATEGIES_BY_NAME } from './strategies'
import type { StrategyContext } from './strategy'

/** Of the jobs that it would get otherwise, for one that may be tried again. */
export const TRIAL_SHARE = 0.05

/** How likely each is chosen, by its place; together 1 unless there is nobody. */
export interface Shares {
  readonly shares: Float64Array
  /** The same before anybody is tried out. */
  readonly unexplored: Float64Array
}

export function sharesOf(ranking: Ranking, context: StrategyContext): Shares {
  const { candidates } = ranking
  const admitted = Float64Array.from(candidates, (candidate) =>
    admittedShare(context.conditions.admission(candidate)),
  )
  const unexplored = divide(ranking, admitted, context)
  const exploration = explorationOf(context.job)
  return { unexplored, shares: exploration === 0 ? unexplored : explored(unexplored, admitted, exploration) }
}

function admittedShare(admission: Admission): number {
  switch (admission.kind) {
    case 'trusted':
      return 1
    case 'recovering':
      return admission.share
    case 'trial':
      return admission.isTaken ? 0 : TRIAL_SHARE
    case 'suspended':
      // Ranked only where nobody else is left.
      return 1
  }
}

/**
 * Group after group, the best first: what those of one may not get goes on to the next, and what nobody may get is
 * divided among all as the rest is. Where nobody may get anything the first one does.
 */
function divide(ranking: Ranking, admitted: Float64Array, context: StrategyContext): Float64Array {
  const shares = new Float64Array(ranking.candidates.length)
  let left = 1
  for (const { from, to, own } of groupsOf(ranking, context)) {
    const group = throughDistrust(own, admitted.subarray(from, to))
    for (const [i, share] of group.entries()) shares[from + i] = left * share
    left *= 1 - sumOf(group)
    if (left <= 0) return shares
  }
  if (left < 1) return shares.map((share) => share / (1 - left))
  if (shares.length > 0) shares[0] = 1
  return shares
}

interface Group {
  /** Its places in the ranking, `to` excluded. */
  readonly from: number
  readonly to: number
  /** What each would get if all were trusted; together 1. */
  readonly own: Float64Array
}

/** A strategy that says how its candidates share does so for each tier; else those share that are as good as equal. */
function* groupsOf({ candidates, keys, tiers }: Ranking, context: StrategyContext): Generator<Group> {
  const { shares, isNear } = STRATEGIES_BY_NAME[context.job.rules.strategy]
  for (let from = 0; from < candidates.length; ) {
    const best = at(keys, from)
    let to = from + 1
    while (
      to < candidates.length &&
      tiers[to] === tiers[from] &&
      (shares !== undefined || isNear(best, at(keys, to)))
    )
      to++
    const own =
      shares?.(candidates.slice(from, to), context) ?? new Float64Array(to - from).fill(1 / (to - from))
    yield { from, to, own }
    from = to
  }
}

/**
 * What the distrusted of a group may not get goes to its trusted ones, as those share; where they get nothing, to the
 * best of them. Together less than 1 where nobody of it is trusted.
 */
function throughDistrust(own: Float64Array, admitted: Float64Array): Float64Array {
  const allowed = own.map((share, i) => share * at(admitted, i))
  const sum = sumOf(allowed)
  const best = admitted.indexOf(1)
  if (best >= 0) {
    const ofTrusted = sumOf(own.filter((_, i) => admitted[i] === 1))
    return allowed.map((share, i) => {
      if (admitted[i] !== 1) return share
      const part = ofTrusted > 0 ? at(own, i) / ofTrusted : i === best ? 1 : 0
      return share + part * (1 - sum)
    })
  }
  const most = admitted.reduce((highest, share) => Math.max(highest, share), 0)
  if (most === 0) return allowed
  const weights = sum > 0 ? allowed : admitted
  const total = sumOf(weights)
  return weights.map((weight) => (most * weight) / total)
}

/** The share of jobs that are tried out. Whoever names candidates, or a price, has chosen: nothing is at their cost. */
export const explorationOf = ({ rules, affinityKey }: JobRequest): number =>
  rules.only.size > 0 || rules.maxPrice?.isAsked === true || affinityKey !== null ? 0 : rules.exploration

function explored(shares: Float64Array, admitted: Float64Array, exploration: number): Float64Array {
  const sum = sumOf(admitted)
  if (sum === 0) return shares
  return shares.map((share, i) => share * (1 - exploration) + (exploration * at(admitted, i)) / sum)
}

const sumOf = (numbers: Float64Array): number => numbers.reduce((sum, number) => sum + number, 0)

const at = (numbers: { readonly [i: number]: number }, i: number): number => numbers[i] ?? 0
