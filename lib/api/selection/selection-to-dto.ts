import type { Offering } from '@/lib/catalog/offering'
import { boundedName } from '@/lib/domain/bounded-name'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { formatFraction } from '@/lib/domain/fraction'
import { formatDecimal } from '@/lib/domain/price'
import type { FunnelStepName, RuleName } from '@/lib/domain/selection'
import { costWei, weiToUsd } from '@/lib/domain/usd'
import type { Candidate } from '@/lib/selection/candidate'
import type { JobRequest } from '@/lib/selection/job-request'
import { billedUnits } from '@/lib/selection/job-size'
import { nearestFirst } from '@/lib/selection/nearest-misses'
import { demotionsOf } from '@/lib/selection/rank'
import type { Rule } from '@/lib/selection/rule'
import { RULES, rulesOf } from '@/lib/selection/rules'
import type { Rejected, Selection } from '@/lib/selection/select'
import { explorationOf } from '@/lib/selection/shares'
import { STRATEGIES_BY_NAME } from '@/lib/selection/strategies'
import type { RankedDto, RejectedDto, SelectionDto } from '../contract/selection'
import { isoMoment, rounded } from '../to-dto'

export interface SelectionFacts {
  readonly snapshot: { readonly id: number; readonly endedAt: number }
  readonly seed: string
  readonly policy: string | null
  readonly quote: EthUsdQuote | null
  /** Up to when probes are counted (ms). */
  readonly reliabilityUntil: number | null
  /** Rules that nobody can tell of the past. */
  readonly notAsked?: readonly RuleName[]
  /** Offerings of something else; as many as are to be listed. */
  readonly notServing: readonly Offering[]
  readonly show: { readonly ranking: number; readonly rejections: number }
}

/** A choice as people and programs read it: texts are made of what is listed, counts are of all. */
export function selectionToDto(selection: Selection, facts: SelectionFacts): SelectionDto {
  const { job, conditions, chosen, ranking, rejected, funnel, isLastResort } = selection
  const { snapshot, seed, policy, quote, reliabilityUntil, notServing, notAsked = [], show } = facts
  const ranked = (place: number): RankedDto[] => {
    const candidate = ranking.candidates[place]
    return candidate ? [rankedToDto(candidate, place, { selection, quote })] : []
  }
  const steps = funnel.map(({ step, left }) => ({ step, left, label: labelOf(step, job) }))
  return {
    decision: chosen === null ? 'nobody' : 'chosen',
    explanation: explain(selection, steps),
    chosen: chosen === null ? null : (ranked(chosen.place)[0] ?? null),
    chosen_by: chosen?.by ?? null,
    is_last_resort: isLastResort,
    funnel: steps,
    ranking: Array.from({ length: Math.min(show.ranking, ranking.candidates.length) }, (_, i) => i).flatMap(
      ranked,
    ),
    ranked: ranking.candidates.length,
    rejections: (show.rejections === 0 ? [] : nearestFirst(rejected).slice(0, show.rejections)).map((one) =>
      rejectedToDto(one, selection),
    ),
    rejected: rejected.length,
    not_serving: notServing.map(offeringRef),
    inputs: {
      snapshot_id: snapshot.id,
      collected_at: isoMoment(snapshot.endedAt),
      decided_at: isoMoment(conditions.now),
      seed,
      kind: job.kind,
      pipeline: job.pipeline,
      model: job.model,
      policy,
      strategy: job.rules.strategy,
      max_wei_per_unit: job.rules.maxPrice && formatDecimal(job.rules.maxPrice.price),
      exploration: explorationOf(job),
      usd_per_eth: quote && formatFraction(quote.rate),
      not_asked: [...notAsked],
      reliability_until: reliabilityUntil === null ? null : isoMoment(reliabilityUntil),
    },
  }
}

function rankedToDto(
  candidate: Candidate,
  place: number,
  {
    selection: { job, conditions, ranking, shares },
    quote,
  }: { selection: Selection; quote: EthUsdQuote | null },
): RankedDto {
  const { parts } = STRATEGIES_BY_NAME[job.rules.strategy]
  return {
    place: place + 1,
    ...offeringRef(candidate.offering),
    tier: ranking.tiers[place] ?? 0,
    demoted: [...demotionsOf(ranking.tiers[place] ?? 0)],
    score: ranking.keys[place] ?? 0,
    parts: parts(candidate, { job, conditions }).map(({ part, value, unit, score, weight }) => ({
      part,
      value: value === null ? null : part === 'latency' ? rounded(value) : value,
      unit,
      score,
      weight,
    })),
    probability: Math.min(1, Math.max(0, shares[place] ?? 0)),
    trust: conditions.admission(candidate).kind,
    cost: costOf(candidate, job, quote),
  }
}

function costOf(
  { offering, price }: Candidate,
  { size }: JobRequest,
  quote: EthUsdQuote | null,
): RankedDto['cost'] {
  const billed = price && billedUnits(offering, size)
  if (!billed) return null
  return {
    readings: billed.readings.map((units) => {
      const wei = costWei(price, units)
      return {
        units: String(units),
        wei: formatFraction(wei),
        usd: quote && formatFraction(weiToUsd(wei, quote.rate)),
      }
    }),
    uncertainty: billed.uncertainty,
    assumed: [...billed.assumed],
  }
}

const rejectedToDto = ({ candidate, broken }: Rejected, { job, conditions }: Selection): RejectedDto => ({
  ...offeringRef(candidate.offering),
  broken: brokenToDto(rulesOf(broken), candidate, { job, conditions }),
})

/** What each rule wanted of a candidate, what was found, and what would do. */
export const brokenToDto = (
  rules: readonly Rule[],
  candidate: Candidate,
  { job, conditions }: Pick<Selection, 'job' | 'conditions'>,
): RejectedDto['broken'] =>
  rules.map((rule) => ({
    rule: rule.name,
    wanted: rule.wanted(job),
    found: rule.found(candidate, job, conditions),
    would_do: [...rule.remedies(candidate, job, conditions)],
  }))

/** An offering, as far as whoever reads of a choice has to know it. */
export const offeringRef = (
  offering: Offering,
): Pick<
  RankedDto,
  | 'offering_id'
  | 'node_uri'
  | 'orchestrator'
  | 'orchestrator_name'
  | 'model'
  | 'state'
  | 'wei_per_unit'
  | 'unit'
> => ({
  offering_id: offering.id,
  node_uri: offering.nodeUri,
  orchestrator: offering.orchestrator,
  orchestrator_name: offering.orchestratorName,
  model: offering.model === null ? null : boundedName(offering.model),
  state: offering.state,
  wei_per_unit: offering.price.kind === 'stated' ? formatDecimal(offering.price.price) : null,
  unit: offering.unit,
})

function labelOf(step: FunnelStepName, job: JobRequest): string {
  if (step === 'offerings') return 'offerings'
  if (step === 'serves') return `serve ${boundedName(job.model ?? job.pipeline)}`
  return RULES.find(({ name }) => name === step)?.label(job) ?? step
}

/** `212 offerings → 40 serve flux → 31 at 3000000 wei per pixel or less`; rules that took nobody out are left out. */
function explain(
  { chosen, ranking, isLastResort, job }: Selection,
  steps: readonly { readonly left: number; readonly label: string }[],
): string {
  const told = steps.filter(({ left }, i) => i < 2 || left !== steps[i - 1]?.left)
  const funnel = told.map(({ left, label }) => `${left} ${label}`).join(' → ')
  if (chosen === null) return `Nobody: ${funnel}.`
  const { nodeUri } = chosen.candidate.offering
  const why: Readonly<Record<typeof chosen.by, string>> = {
    rank: `place ${chosen.place + 1} of ${ranking.candidates.length} by ${job.rules.strategy}`,
    affinity: 'the session belongs there',
    exploration: 'tried out, to know more than the best ones',
  }
  const resort = isLastResort ? ' Nobody who is well and trusted is left, so this is a last resort.' : ''
  return `${nodeUri}, ${why[chosen.by]}: ${funnel}.${resort}`
}
