import type { ScorePartName } from '@/lib/domain/selection'
import type { Candidate } from './candidate'
import type { Conditions } from './conditions'
import type { JobRequest } from './job-request'

/** How candidates are put in order. Scores are absolute: nobody's depends on who else there is. */
export interface Strategy {
  /** What it looks for, in one sentence. */
  readonly meaning: string
  /** Higher is better; what is not known comes below all that is. Never NaN. */
  readonly key: (candidate: Candidate, context: StrategyContext) => number
  /** What the key is made of, for whoever wants to know. */
  readonly parts: (candidate: Candidate, context: StrategyContext) => readonly ScorePart[]
  /** Which are as good as the best, in one sentence. */
  readonly near: string
  /** Whether one is as good as the best, as far as anybody could tell; keys as above. */
  readonly isNear: (best: number, other: number) => boolean
  /** How likely each is chosen, by its place in the order; where it is left out, those that are near the best share. */
  readonly shares?: (ranked: readonly Candidate[], context: StrategyContext) => Float64Array
}

export interface StrategyContext {
  readonly job: JobRequest
  readonly conditions: Conditions
}

export interface ScorePart {
  readonly part: ScorePartName
  /** As it is measured or stated, in its unit; null: not known. */
  readonly value: number | null
  readonly unit: string
  /** What it counts, 0 to 1, before its weight; null where the strategy has no such thing. */
  readonly score: number | null
  /** Of 1; null as above. */
  readonly weight: number | null
}
