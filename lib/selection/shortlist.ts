import type { Candidate } from './candidate'
import type { Conditions } from './conditions'
import type { JobRequest } from './job-request'
import { byTies, tierOf } from './rank'
import { askedRules, DISTRUST } from './rules'
import { STRATEGIES_BY_NAME } from './strategies'

/** Those that serve one pipeline and model, and the job that stands for all that they may be sent. */
export interface JobGroup {
  readonly job: JobRequest
  readonly candidates: readonly Candidate[]
}

/** Whom jobs of any kind may go to, the best first: what a list is made of, where nobody says which job is meant. */
export interface Shortlist {
  readonly candidates: readonly Candidate[]
  /** Only those that are down or suspended were left, and these are they. */
  readonly isLastResort: boolean
  /** By which they were put in order. */
  readonly scores: readonly Score[]
}

interface Score {
  readonly candidate: Candidate
  readonly group: number
  readonly tier: number
  readonly key: number
}

/**
 * Hard rules for each kind of job, then the order of the strategy over all of them. Chance has no part in it: where chance
 * chooses among candidates, they stand by what the odds are made of. Where it comes out as it did before, what comes back
 * is `previous` itself, and nothing was sorted.
 */
export function shortlist(
  groups: readonly JobGroup[],
  { conditions, previous }: { readonly conditions: Conditions; readonly previous: Shortlist | null },
): Shortlist {
  const passed: Score[] = []
  const distrusted: Score[] = []
  for (const [group, { job, candidates }] of groups.entries()) {
    const rules = askedRules(job)
    const context = { job, conditions }
    const { key: keyOf } = STRATEGIES_BY_NAME[job.rules.strategy]
    for (const candidate of candidates) {
      const trust = trustOf(candidate, { rules, job, conditions })
      if (trust === null || (trust === 'distrusted' && !isLastResortOf(candidate, job, conditions))) continue
      const key = keyOf(candidate, context)
      const score = { candidate, group, tier: tierOf(candidate, context), key }
      if (trust === 'passed') passed.push(score)
      else distrusted.push(score)
    }
  }
  const isLastResort = passed.length === 0 && distrusted.length > 0
  const scores = isLastResort ? distrusted : passed
  if (previous?.isLastResort === isLastResort && areSame(previous.scores, scores)) return previous
  return {
    candidates: scores.toSorted(byRank).map(({ candidate }) => candidate),
    isLastResort,
    scores,
  }
}

/** Null: it breaks a rule that nobody overlooks. */
function trustOf(
  candidate: Candidate,
  {
    rules,
    job,
    conditions,
  }: { rules: ReturnType<typeof askedRules>; job: JobRequest; conditions: Conditions },
): 'passed' | 'distrusted' | null {
  let broken = 0
  for (const [rule, bit] of rules)
    if (!rule.isMet(candidate, job, conditions)) {
      broken |= bit
      if ((broken & ~DISTRUST) !== 0) return null
    }
  return broken === 0 ? 'passed' : 'distrusted'
}

/** What an operator suspended is never one. */
function isLastResortOf(candidate: Candidate, { rules }: JobRequest, { admission }: Conditions): boolean {
  if (rules.whenNobodyIsTrusted !== 'use-best') return false
  const state = admission(candidate)
  return state.kind !== 'suspended' || !state.isByHand
}

const byRank = (a: Score, b: Score): number =>
  a.tier - b.tier || b.key - a.key || a.group - b.group || byTies(a.candidate, b.candidate)

const areSame = (a: readonly Score[], b: readonly Score[]): boolean =>
  a.length === b.length &&
  a.every((one, i) => {
    const other = b[i]
    return (
      other !== undefined &&
      one.candidate === other.candidate &&
      one.tier === other.tier &&
      one.key === other.key
    )
  })
