import type { ChoiceKind, FunnelStepName } from '@/lib/domain/selection'
import { belongsTo } from './affinity'
import type { Candidate, CandidateIndex } from './candidate'
import type { Conditions } from './conditions'
import type { JobRequest } from './job-request'
import { type Ranking, rankCandidates } from './rank'
import { askedRules, DISTRUST } from './rules'
import { sharesOf } from './shares'
import { STRATEGIES_BY_NAME } from './strategies'

/** Who gets a job and why, and who does not and why not. */
export interface Selection {
  readonly job: JobRequest
  readonly conditions: Conditions
  /** Null: nobody may do it. */
  readonly chosen: Chosen | null
  readonly ranking: Ranking
  /** How likely each was chosen, by its place in the ranking; together 1 unless that is empty. */
  readonly shares: Float64Array
  /** Of those that serve the model. */
  readonly rejected: readonly Rejected[]
  readonly funnel: readonly FunnelStep[]
  /** Only those that are down or suspended were left, and the ranking is of them. */
  readonly isLastResort: boolean
}

export interface Chosen {
  /** In the ranking, from 0. */
  readonly place: number
  readonly candidate: Candidate
  readonly by: ChoiceKind
}

export interface Rejected {
  readonly candidate: Candidate
  /** The rules that it breaks, by their bits (`rulesOf`). */
  readonly broken: number
}

/** How many are left after each rule. */
export interface FunnelStep {
  readonly step: FunnelStepName
  readonly left: number
}

/**
 * Hard rules first, then order, then chance among those that are as good as equal. `random` is drawn from once where
 * there is a choice to be made. Looks at nothing but its arguments: the same ones give the same answer.
 */
export function select(
  index: CandidateIndex,
  job: JobRequest,
  { conditions, random }: { readonly conditions: Conditions; readonly random: () => number },
): Selection {
  const serving = index.serving(job)
  const { passed, rejected, funnel } = sift(serving, job, { conditions, total: index.total })
  const isLastResort = passed.length === 0 && job.rules.whenNobodyIsTrusted === 'use-best'
  const resort = isLastResort ? rejected.filter((one) => isOnlyDistrusted(one, conditions)) : []
  const context = { job, conditions }
  const ranking = rankCandidates(
    resort.length > 0 ? resort.map(({ candidate }) => candidate) : passed,
    context,
  )
  const shares = sharesOf(ranking, context)
  return {
    job,
    conditions,
    chosen: choose({ job, ranking, shares, random }),
    ranking,
    shares,
    rejected,
    funnel,
    isLastResort: resort.length > 0,
  }
}

function sift(
  serving: readonly Candidate[],
  job: JobRequest,
  { conditions, total }: { conditions: Conditions; total: number },
): { passed: Candidate[]; rejected: Rejected[]; funnel: FunnelStep[] } {
  const rules = askedRules(job)
  const passed: Candidate[] = []
  const rejected: Rejected[] = []
  /** How many the rule at each place was the first to reject. */
  const first = new Uint32Array(rules.length)
  for (const candidate of serving) {
    let broken = 0
    let firstPlace = -1
    for (let place = 0; place < rules.length; place++) {
      const asked = rules[place]
      if (asked === undefined || asked[0].isMet(candidate, job, conditions)) continue
      if (firstPlace < 0) firstPlace = place
      broken |= asked[1]
    }
    if (firstPlace < 0) passed.push(candidate)
    else {
      rejected.push({ candidate, broken })
      first[firstPlace] = (first[firstPlace] ?? 0) + 1
    }
  }
  const funnel: FunnelStep[] = [
    { step: 'offerings', left: total },
    { step: 'serves', left: serving.length },
  ]
  let left = serving.length
  for (const [place, [rule]] of rules.entries()) {
    left -= first[place] ?? 0
    funnel.push({ step: rule.name, left })
  }
  return { passed, rejected, funnel }
}

/** Broken is nothing but trust; what an operator suspended is never a last resort. */
function isOnlyDistrusted({ candidate, broken }: Rejected, { admission }: Conditions): boolean {
  if ((broken & ~DISTRUST) !== 0) return false
  const state = admission(candidate)
  return state.kind !== 'suspended' || !state.isByHand
}

function choose({
  job,
  ranking,
  shares,
  random,
}: {
  job: JobRequest
  ranking: Ranking
  shares: Float64Array
  random: () => number
}): Chosen | null {
  const { candidates } = ranking
  const [best] = candidates
  if (best === undefined) return null
  const near = nearTheBest(job, ranking)
  if (job.affinityKey !== null) {
    const equals = candidates.slice(0, near).filter((_, place) => (shares[place] ?? 0) > 0)
    const own =
      equals[
        belongsTo(
          job.affinityKey,
          equals.map(({ offering }) => offering.id),
        )
      ] ?? best
    return { place: candidates.indexOf(own), candidate: own, by: 'affinity' }
  }
  const drawn = random()
  let place = 0
  let sum = shares[0] ?? 0
  // Shares add up to 1 but for the last digits.
  while (sum <= drawn && place < candidates.length - 1) sum += shares[++place] ?? 0
  while (place > 0 && shares[place] === 0) place--
  const candidate = candidates[place] ?? best
  const isShared = STRATEGIES_BY_NAME[job.rules.strategy].shares !== undefined
  return { place, candidate, by: isShared || place < near ? 'rank' : 'exploration' }
}

/** How many are as good as the best. */
function nearTheBest({ rules }: JobRequest, { keys, tiers }: Ranking): number {
  const { isNear } = STRATEGIES_BY_NAME[rules.strategy]
  const [best = 0] = keys
  let count = 1
  while (count < keys.length && tiers[count] === tiers[0] && isNear(best, keys[count] ?? 0)) count++
  return count
}
