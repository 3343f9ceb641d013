import { UNIT_LABELS } from '@/lib/domain/pipeline'
import type { StrategyName } from '@/lib/domain/selection'
import type { Candidate } from './candidate'
import { freePlaces } from './free-places'
import { GO_DEFAULT_WEIGHTS } from './go-probability-selection'
import { billedUnits } from './job-size'
import { powerOfTwoShares } from './power-of-two-shares'
import { referencePriceWei } from './reference-prices'
import { goStakeShares, stakeKey } from './stake-weighted'
import type { ScorePart, Strategy, StrategyContext } from './strategy'

/** The weights of `balanced`, of 1. */
export const BALANCED_WEIGHTS = {
  price: 0.3,
  reliability: 0.3,
  jobTime: 0.2,
  latency: 0.1,
  freeCapacity: 0.1,
} as const

/** The window of reliability that strategies look at. */
export const RELIABILITY_WINDOW = '24h'

/** A latency, and a job, of so many ms score a half. */
export const HALF_LATENCY_MS = 200
export const HALF_JOB_MS = 5_000

const NEAR_ALONE = 'Nobody but those who are exactly as good.'

const nearRatioText = (what: string, ratio: number): string =>
  `${what} of at most ${Math.round((ratio - 1) * 100)} % more than the best.`

/** Below every key that is known, and still better where something else is. */
const UNKNOWN = -1

/** Prices and times within these shares are the same to everybody. */
const NEAR_PRICE = 1.01
const NEAR_TIME = 1.1
/** Of a score of 0 to 1. */
const NEAR_SCORE = 0.02

export const STRATEGIES_BY_NAME: Readonly<Record<StrategyName, Strategy>> = {
  balanced: {
    meaning:
      'Price, reliability, the time of our own jobs there, latency and free places together, by published weights.',
    key: (candidate, context) =>
      balancedParts(candidate, context).reduce(
        (sum, { score, weight }) => sum + (score ?? 0) * (weight ?? 0),
        0,
      ),
    parts: balancedParts,
    near: `Scores that are at most ${NEAR_SCORE} lower than the best, of 1.`,
    isNear: (best, other) => best - other <= NEAR_SCORE,
  },
  cheapest: {
    meaning: 'The lowest price, whatever else.',
    // Prices of unlike work do not compare; how they stand to what such work is offered at does.
    key: (candidate, context) => pricePart(candidate, context, null).score ?? UNKNOWN,
    parts: (candidate, context) => [pricePart(candidate, context, null)],
    near: nearRatioText('Prices', NEAR_PRICE),
    isNear: isNearRatio(NEAR_PRICE),
  },
  fastest: {
    meaning:
      'The shortest time: that of our own jobs there for what this one is, and the time to be reached; whoever has done none comes after those who have.',
    key: timeKey,
    parts: (candidate, context) => [jobTimePart(candidate, context, null), latencyPart(candidate, null)],
    near: nearRatioText('Times', NEAR_TIME),
    isNear: isNearRatio(NEAR_TIME),
  },
  'most-reliable': {
    meaning: 'The highest reliability of the last 24 hours.',
    key: (candidate, context) => {
      const score = reliabilityOf(candidate, context)
      return score === null ? UNKNOWN : score / 100
    },
    parts: (candidate, context) => [reliabilityPart(candidate, context, null)],
    near: `Reliabilities that are at most ${(NEAR_SCORE / 2) * 100} lower than the best, of 100.`,
    isNear: (best, other) => best - other <= NEAR_SCORE / 2,
  },
  spread: {
    meaning:
      'Of two that are drawn by chance the one with less to wait for: the time to be reached, times the jobs that we have there and one more.',
    key: ({ offering }, { conditions }) =>
      inverse(offering.latencyMs * (conditions.inFlight(offering.id) + 1)),
    parts: (candidate, { conditions }) => [
      latencyPart(candidate, null),
      {
        part: 'in-flight',
        value: conditions.inFlight(candidate.offering.id),
        unit: 'jobs',
        score: null,
        weight: null,
      },
    ],
    near: NEAR_ALONE,
    isNear: (best, other) => best === other,
    shares: (ranked) => powerOfTwoShares(ranked.length),
  },
  'stake-weighted': {
    meaning: `As go-livepeer draws: by stake (${GO_DEFAULT_WEIGHTS.stake}) and by chance (${GO_DEFAULT_WEIGHTS.random}), for each orchestrator its quickest node.`,
    key: stakeKey,
    parts: ({ offering }, { conditions }) => [
      {
        part: 'stake',
        value: lptOf(offering.orchestrator && conditions.stake(offering.orchestrator)),
        unit: 'LPT',
        score: null,
        weight: GO_DEFAULT_WEIGHTS.stake,
      },
      { part: 'random', value: null, unit: '', score: null, weight: GO_DEFAULT_WEIGHTS.random },
    ],
    near: NEAR_ALONE,
    isNear: (best, other) => best === other,
    shares: goStakeShares,
  },
  live: {
    meaning: 'As go-livepeer does for live video: whoever was reached in the shortest time.',
    key: ({ offering }) => inverse(offering.latencyMs),
    parts: (candidate) => [latencyPart(candidate, null)],
    near: NEAR_ALONE,
    isNear: (best, other) => best === other,
    shares: (ranked) => Float64Array.from(ranked, (_, place) => (place === 0 ? 1 : 0)),
  },
}

function balancedParts(candidate: Candidate, context: StrategyContext): ScorePart[] {
  return [
    pricePart(candidate, context, BALANCED_WEIGHTS.price),
    reliabilityPart(candidate, context, BALANCED_WEIGHTS.reliability),
    jobTimePart(candidate, context, BALANCED_WEIGHTS.jobTime),
    latencyPart(candidate, BALANCED_WEIGHTS.latency),
    capacityPart(candidate, context, BALANCED_WEIGHTS.freeCapacity),
  ]
}

function pricePart(
  { priceWei, offering }: Candidate,
  { job }: StrategyContext,
  weight: number | null,
): ScorePart {
  const isKnown = !Number.isNaN(priceWei)
  return {
    part: 'price',
    value: isKnown ? priceWei : null,
    unit: UNIT_LABELS[offering.unit],
    score: isKnown ? half(priceWei, referencePriceWei(job, offering.unit)) : null,
    weight,
  }
}

function reliabilityPart(candidate: Candidate, context: StrategyContext, weight: number | null): ScorePart {
  const value = reliabilityOf(candidate, context)
  return { part: 'reliability', value, unit: 'of 100', score: value === null ? null : value / 100, weight }
}

const latencyPart = ({ offering }: Candidate, weight: number | null): ScorePart => ({
  part: 'latency',
  value: offering.latencyMs,
  unit: 'ms',
  score: half(offering.latencyMs, HALF_LATENCY_MS),
  weight,
})

function capacityPart(candidate: Candidate, { conditions }: StrategyContext, weight: number): ScorePart {
  const free = freePlaces(candidate, conditions)
  const share = free === null ? null : Math.min(1, free / Math.max(1, candidate.offering.capacity ?? 1))
  return { part: 'free-capacity', value: free, unit: 'places', score: share, weight }
}

function jobTimePart(candidate: Candidate, context: StrategyContext, weight: number | null): ScorePart {
  const value = jobMs(candidate, context)
  return {
    part: 'job-time',
    value,
    unit: 'ms',
    score: value === null ? null : half(value, HALF_JOB_MS),
    weight,
  }
}

/** How long this job would take there; null: we have sent none yet, or nobody knows how much it is. */
function jobMs({ offering }: Candidate, { job, conditions }: StrategyContext): number | null {
  const time = conditions.jobTime(offering.id)
  if (time === null) return null
  const units = billedUnits(offering, job.size)
  return units && time.msPerUnit * Number(units.readings[0])
}

const reliabilityOf = ({ offering }: Candidate, { conditions }: StrategyContext): number | null =>
  conditions.reliability(offering.nodeUri, RELIABILITY_WINDOW)

function timeKey(candidate: Candidate, context: StrategyContext): number {
  const ms = jobMs(candidate, context)
  const { latencyMs } = candidate.offering
  return ms === null ? UNKNOWN + inverse(latencyMs) : inverse(latencyMs + ms)
}

const lptOf = (stake: bigint | null): number | null => (stake === null ? null : Number(stake) / 1e18)

/** Higher for less, above 0, at most 1; order is kept as far as numbers go. */
const inverse = (value: number): number => 1 / (1 + value)

/** 1 for nothing, a half at `reference`. */
const half = (value: number, reference: number): number => reference / (reference + value)

/**
 * Of keys made by `inverse` or `half`: what is not more than `ratio` times as much is near. What is not known is near only to what
 * is not known either.
 */
function isNearRatio(ratio: number): Strategy['isNear'] {
  const amount = (key: number) => 1 / key - 1
  return (best, other) => {
    if (best > 0 !== other > 0) return false
    const shift = best > 0 ? 0 : -UNKNOWN
    if (best + shift === 0) return other === best
    return amount(other + shift) <= amount(best + shift) * ratio
  }
}
