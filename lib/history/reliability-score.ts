import {
  type InsufficientReason,
  RELIABILITY_PARTS,
  RELIABILITY_WINDOWS,
  type ReliabilityPart,
  type ReliabilityWindow,
} from '@/lib/domain/reliability'
import type { LatencyHistogram } from './latency-histogram'
import { attemptsOf, type ProbeTally, reachedOf } from './probe-tally'
import { CONFIDENCE, wilsonLowerBound } from './wilson-bound'

/** Another one whenever a number would come out differently. */
const SCORE_VERSION = 2

/** Below this many samples a part says nothing: it is left out, neither 0 nor 100. */
export const MIN_SAMPLES = 20

const HOUR_MS = 3_600_000
export const WINDOW_MS: Readonly<Record<ReliabilityWindow, number>> = {
  '1h': HOUR_MS,
  '24h': 24 * HOUR_MS,
  '7d': 7 * 24 * HOUR_MS,
  '30d': 30 * 24 * HOUR_MS,
}

/** Of 100. What has no data gives its weight to the others. */
const WEIGHTS: Readonly<Record<ReliabilityPart, number>> = {
  'probe-success': 30,
  availability: 20,
  'latency-consistency': 15,
  truthfulness: 15,
  'job-success': 20,
}

const MEANINGS: Readonly<
  Record<ReliabilityPart, { readonly meaning: string; readonly needs: 'probes' | 'jobs' }>
> = {
  'probe-success': { needs: 'probes', meaning: 'Usable answers (outcome “ok”), of all probes.' },
  availability: {
    needs: 'probes',
    meaning: 'Probes that reached the node, of all: an answer, or a refusal such as “busy”.',
  },
  'latency-consistency': {
    needs: 'probes',
    meaning: 'Answered probes that took at most twice the median of the window, of all answered.',
  },
  truthfulness: {
    needs: 'jobs',
    meaning: 'Jobs that got what was advertised (price, model, capacity), of all that were sent.',
  },
  'job-success': {
    needs: 'jobs',
    meaning:
      'Jobs that ended well, of those that were sent and say something of the node: neither busy, nor refused for what the client sent, nor left by it.',
  },
}

/** How a score is made, for people and programs. */
export interface ScoreMethod {
  readonly version: number
  readonly windows: readonly ReliabilityWindow[]
  readonly minSamples: number
  readonly bound: { readonly method: 'wilson'; readonly sides: 'lower'; readonly confidence: number }
  /** Weights are of 100. */
  readonly parts: readonly {
    readonly part: ReliabilityPart
    readonly weight: number
    readonly meaning: string
    /** What can tell it. */
    readonly needs: 'probes' | 'jobs'
  }[]
}

export const SCORE_METHOD: ScoreMethod = {
  version: SCORE_VERSION,
  windows: RELIABILITY_WINDOWS,
  minSamples: MIN_SAMPLES,
  bound: { method: 'wilson', sides: 'lower', confidence: CONFIDENCE },
  parts: RELIABILITY_PARTS.map((part) => ({ part, weight: WEIGHTS[part], ...MEANINGS[part] })),
}

/** What is known of a node or several in one window. */
export interface ScoreInput {
  readonly probes: ProbeTally
  /** Null: none were sent, so nobody knows. */
  readonly jobs: JobTally | null
}

export interface JobTally {
  readonly sent: number
  readonly succeeded: number
  /** Got what was advertised; null: nobody looks at that. */
  readonly asAdvertised: number | null
}

export type PartScore =
  | {
      readonly kind: 'known'
      readonly part: ReliabilityPart
      /** From 0 to 1: the share that it is with confidence at least. */
      readonly value: number
      readonly share: number
      readonly n: number
      readonly weight: number
    }
  | {
      readonly kind: 'insufficient-data'
      readonly part: ReliabilityPart
      readonly reason: InsufficientReason
      readonly n: number
      readonly weight: number
    }

export interface ReliabilityScore {
  /** From 0 to 100: the mean of the known parts by their weights; null when none is known. */
  readonly score: number | null
  /** Of 100: the weights of the known parts. */
  readonly weightKnown: number
  readonly parts: readonly PartScore[]
}

/** Every part is a lower bound, so that who was asked once and answered is not better than who answers always. */
export function reliabilityScore(input: ScoreInput): ReliabilityScore {
  const parts = RELIABILITY_PARTS.map((part) => partScore(part, countsOf[part](input)))
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

const countsOf: Readonly<Record<ReliabilityPart, (input: ScoreInput) => Counts>> = {
  'probe-success': ({ probes }) => ({ hits: probes.outcomes.ok ?? 0, n: attemptsOf(probes) }),
  availability: ({ probes }) => ({ hits: reachedOf(probes), n: attemptsOf(probes) }),
  'latency-consistency': ({ probes: { latency } }) => consistency(latency),
  truthfulness: ({ jobs }) =>
    jobs === null || jobs.asAdvertised === null ? null : { hits: jobs.asAdvertised, n: jobs.sent },
  'job-success': ({ jobs }) => jobs && { hits: jobs.succeeded, n: jobs.sent },
}

function consistency(latency: LatencyHistogram): Counts {
  const median = latency.percentile(50)
  return { hits: median === null ? 0 : latency.countAtMost(2 * median), n: latency.count }
}

function partScore(part: ReliabilityPart, counts: Counts): PartScore {
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
