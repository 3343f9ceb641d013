import type { Admission } from '@/lib/domain/admission'
import type { Candidate } from './candidate'
import type { Ranking } from './rank'
import { STRATEGIES_BY_NAME } from './strategies'
import type { StrategyContext } from './strategy'

/** Of the jobs that it would get otherwise, for one that may be tried again. */
export const TRIAL_SHARE = 0.05

/** How likely each is chosen, by its place; together 1 unless there is nobody. */
export function sharesOf(ranking: Ranking, context: StrategyContext): Float64Array {
  const { candidates } = ranking
  if (candidates.length === 0) return new Float64Array()
  const { rules } = context.job
  const admitted = Float64Array.from(candidates, (candidate) =>
    admittedShare(context.conditions.admission(candidate)),
  )
  const { shares } = STRATEGIES_BY_NAME[rules.strategy]
  const base = shares
    ? firstTierShares(ranking, admitted, (first) => shares(first, context))
    : nearEqualShares(ranking, admitted, context)
  return isExplored(context) ? explored(base, admitted, rules.exploration) : base
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
 * The best ones that are as good as equal share what there is. Where none of them may get all of it, what they may not
 * goes to the next best ones; and what nobody may get goes to the first after all.
 */
function nearEqualShares(
  { keys, tiers }: Ranking,
  admitted: Float64Array,
  { job }: StrategyContext,
): Float64Array {
  const { isNear } = STRATEGIES_BY_NAME[job.rules.strategy]
  const shares = new Float64Array(keys.length)
  let left = 1
  for (let from = 0; from < keys.length && left > 0; ) {
    const best = at(keys, from)
    const isLike = (i: number) => at(tiers, i) === at(tiers, from) && isNear(best, at(keys, i))
    let to = from
    let sum = 0
    let most = 0
    while (to < keys.length && isLike(to)) {
      sum += at(admitted, to)
      most = Math.max(most, at(admitted, to))
      to++
    }
    for (let i = from; i < to && sum > 0; i++) shares[i] = (left * most * at(admitted, i)) / sum
    left *= 1 - most
    from = Math.max(to, from + 1)
  }
  shares[0] = at(shares, 0) + left
  return shares
}

/** Only those who are as wished share, unless nobody among them may get anything. */
function firstTierShares(
  { candidates, tiers }: Ranking,
  admitted: Float64Array,
  sharesOfTier: (candidates: readonly Candidate[]) => Float64Array,
): Float64Array {
  const shares = new Float64Array(candidates.length)
  for (let from = 0; from < candidates.length; ) {
    let to = from
    while (to < candidates.length && tiers[to] === tiers[from]) to++
    const allowed = admitted.subarray(from, to)
    if (allowed.some((share) => share > 0)) {
      shares.set(throughDistrust(sharesOfTier(candidates.slice(from, to)), allowed), from)
      return shares
    }
    from = to
  }
  // Nobody may get anything: the best one after all.
  shares[0] = 1
  return shares
}

/** What a distrusted one may not get goes to the best one that is trusted; where nobody is, to all as they share the rest. */
function throughDistrust(shares: Float64Array, admitted: Float64Array): Float64Array {
  const allowed = shares.map((share, i) => share * at(admitted, i))
  const sum = allowed.reduce((total, share) => total + share, 0)
  const trusted = admitted.indexOf(1)
  if (trusted >= 0) {
    allowed[trusted] = at(allowed, trusted) + 1 - sum
    return allowed
  }
  return sum > 0 ? allowed.map((share) => share / sum) : proportions(admitted)
}

function proportions(weights: Float64Array): Float64Array {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}

/** Whoever names candidates, or a price, has chosen: nothing is tried out at their cost. */
const isExplored = ({ job: { rules, affinityKey } }: StrategyContext): boolean =>
  rules.exploration > 0 && rules.only.size === 0 && rules.maxPrice === null && affinityKey === null

function explored(shares: Float64Array, admitted: Float64Array, exploration: number): Float64Array {
  const sum = admitted.reduce((total, share) => total + share, 0)
  if (sum === 0) return shares
  return shares.map((share, i) => share * (1 - exploration) + (exploration * at(admitted, i)) / sum)
}

const at = (numbers: { readonly [i: number]: number }, i: number): number => numbers[i] ?? 0
