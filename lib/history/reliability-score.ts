import type { LatencyHistogram } from './latency-histogram'
import { attemptsOf, type ProbeTally, reachedOf } from './probe-tally'
import { CONFIDENCE, wilsonLowerBound } from './wilson-bound'

/** Another one whenever a number would come out differently. */
const SCORE_VERSION = 1

/** Below this many samples a part says nothing: it is left out, neither 0 nor 100. */
export const MIN_SAMPLES = 20

const HOUR_MS = 3_600_000
export const SCORE_WINDOWS = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
} as const
export type ScoreWindow = keyof typeof SCORE_WINDOWS

export const SCORE_PARTS = [
  'probe-success',
  'availability',
  'latency-consistency',
  'truthfulness',
  'job-success',
] as const
export type ScorePart = (typeof SCORE_PARTS)[number]

/** Of 100. What has no data gives its weight to the others. */
const WEIGHTS: Readonly<Record<ScorePart, number>> = {
  'probe-success': 30,
  availability: 20,
  'latency-consistency': 15,
  truthfulness: 15,
  'job-success': 20,
}

const MEANINGS: Readonly<Record<ScorePart, string>> = {
  'probe-success': 'Usable answers (outcome `ok`), of all probes.',
  availability: 'Probes that reached the node, of all: an answer, or a refusal such as `busy`.',
  'latency-consistency': 'Answered probes that took at most twice the median of the window, of all answered.',
  truthfulness: 'Jobs that got what was advertised (price, model, capacity), of all that were sent.',
  'job-success': 'Jobs that ended well, of all that were sent.',
}

/** How a score is made, for people and programs. */
export interface ScoreMethod {
  readonly version: number
  readonly windows: readonly ScoreWindow[]
  readonly minSamples: number
  readonly bound: { readonly method: 'wilson'; readonly sides: 'lower'; readonly confidence: number }
  /** Weights are of 100. */
  readonly parts: readonly { readonly part: ScorePart; readonly weight: number; readonly meaning: string }[]
}

export const SCORE_METHOD: ScoreMethod = {
  version: SCORE_VERSION,
  windows: ['1h', '24h', '7d', '30d'],
  minSamples: MIN_SAMPLES,
  bound: { method: 'wilson', sides: 'lower', confidence: CONFIDENCE },
  parts: SCORE_PARTS.map((part) => ({ part, weight: WEIGHTS[part], meaning: MEANINGS[part] })),
}

/** What is known of a node or several in one window. */
export interface ScoreInput {
  readonly probes: ProbeTally
  /** Null: jobs are not carried, so nobody knows. */
  readonly jobs: JobTally | null
}

export interface JobTally {
  readonly sent: number
  readonly succeeded: number
  /** Got what was advertised. */
  readonly asAdvertised: number
}

export type PartScore =
  | {
      readonly kind: 'known'
      readonly part: ScorePart
      /** From 0 to 1: the share that it is with confidence at least. */
      readonly value: number
      readonly share: number
      readonly n: number
      readonly weight: number
    }
  | {
      readonly kind: 'insufficient-data'
      readonly part: ScorePart
      readonly reason: InsufficientReason
      readonly n: number
      readonly weight: number
    }

export const INSUFFICIENT_REASONS = ['too-few-samples', 'no-jobs-carried'] as const
export type InsufficientReason = (typeof INSUFFICIENT_REASONS)[number]

export interface ReliabilityScore {
  /** From 0 to 100: the mean of the known parts by their weights; null when none is known. */
  readonly score: number | null
  /** Of 100: the weights of the known parts. */
  readonly weightKnown: number
  readonly parts: readonly PartScore[]
}

/** Every part is a lower bound, so that who was asked once and answered is not better than who answers always. */
export function reliabilityScore(input: ScoreInput): ReliabilityScore {
  const parts = SCORE_PARTS.map((part) => partScore(part, countsOf[part](input)))
  let sum = 0
  let weightKnown = 0
  for (const part of parts)
    if (part.kind === 'known') {
      sum += part.weight * part.value
      weightKnown += part.weight
    }
  return { score: weightKnown === 0 ? null : (100 * sum) / weightKnown, weightKnown, parts }
}

/** Null: nobody counts that yet. */
type Counts = { readonly hits: number; readonly n: number } | null

const countsOf: Readonly<Record<ScorePart, (input: ScoreInput) => Counts>> = {
  'probe-success': ({ probes }) => ({ hits: probes.outcomes.ok ?? 0, n: attemptsOf(probes) }),
  availability: ({ probes }) => ({ hits: reachedOf(probes), n: attemptsOf(probes) }),
  'latency-consistency': ({ probes: { latency } }) => consistency(latency),
  truthfulness: ({ jobs }) => jobs && { hits: jobs.asAdvertised, n: jobs.sent },
  'job-success': ({ jobs }) => jobs && { hits: jobs.succeeded, n: jobs.sent },
}

function consistency(latency: LatencyHistogram): Counts {
  const median = latency.percentile(50)
  return { hits: median === null ? 0 : latency.countAtMost(2 * median), n: latency.count }
}

function partScore(part: ScorePart, counts: Counts): PartScore {
  const weight = WEIGHTS[part]
  const nothing = (reason: InsufficientReason, n: number): PartScore => ({
    kind: 'insufficient-data',
    part,
    reason,
    n,
    weight,
  })
  if (counts === null) return nothing('no-jobs-carried', 0)
  const { hits, n } = counts
  const value = n < MIN_SAMPLES ? null : wilsonLowerBound(hits, n)
  return value === null
    ? nothing('too-few-samples', n)
    : { kind: 'known', part, value, share: hits / n, n, weight }
}
