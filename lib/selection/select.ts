import type { ChoiceKind, FunnelStepName } from '@/lib/domain/selection'
import { belongsTo } from './affinity'
import type { Candidate, CandidateIndex } from './candidate'
import type { Conditions } from './conditions'
import type { JobRequest } from './job-request'
import { type Ranking, rankCandidates } from './rank'
import { askedRules, DISTRUST } from './rules'
import { type Shares, sharesOf } from './shares'

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
    shares: shares.shares,
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
  job: { affinityKey },
  ranking: { candidates },
  shares: { shares, unexplored },
  random,
}: {
  job: JobRequest
  ranking: Ranking
  shares: Shares
  random: () => number
}): Chosen | null {
  if (candidates.length === 0) return null
  if (affinityKey !== null) {
    const ids = candidates.map(({ offering }) => offering.id)
    return chosenAt(belongsTo(affinityKey, ids, shares), 'affinity')
  }
  const place = drawnPlace(shares, random())
  return chosenAt(place, unexplored[place] === 0 ? 'exploration' : 'rank')

  function chosenAt(at: number, by: ChoiceKind): Chosen | null {
    const candidate = candidates[at]
    return candidate ? { place: at, candidate, by } : null
  }
}

/** Who stands at `random` when the shares are laid side by side. They add up to 1 but for the last digits. */
function drawnPlace(shares: Float64Array, random: number): number {
  let sum = 0
  let last = 0
  for (const [place, share] of shares.entries()) {
    if (share <= 0) continue
    sum += share
    last = place
    if (random < sum) return place
  }
  return last
}
