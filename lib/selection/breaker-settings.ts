/** When somebody is suspended, for how long, and how it comes back. Spans are ms. */
export interface BreakerSettings {
  /** Faults in a row that suspend. */
  readonly consecutive: number
  /** Share of faults among the jobs of the window that suspends, above 0, at most 1; */
  readonly ratio: number
  /** but not before there are so many of them. */
  readonly minSamples: number
  readonly windowMs: number
  /** The first suspension; every further one takes twice as long as the one before, */
  readonly openMs: number
  /** up to this. */
  readonly maxOpenMs: number
  /** From the trial that went well to full trust. */
  readonly slowStartMs: number
  /** The share that it gets right after its trial, above 0 and below 1. */
  readonly startShare: number
  /** Faults in a row that suspend again while it recovers. */
  readonly consecutiveWhileRecovering: number
  /** Every such span without a fault takes one doubling back. */
  readonly calmMs: number
  /** A trial of which nothing was heard for so long is taken for lost: another job may try. */
  readonly trialMs: number
  /** A node is suspended as a whole after so many faults in a row that are the node's own, */
  readonly nodeFaults: number
  /** of so many offerings within the window. */
  readonly nodeOfferings: number
}

export const DEFAULT_BREAKER_SETTINGS: BreakerSettings = {
  consecutive: 3,
  ratio: 0.5,
  minSamples: 10,
  windowMs: 60_000,
  openMs: 15_000,
  maxOpenMs: 600_000,
  slowStartMs: 60_000,
  startShare: 0.1,
  consecutiveWhileRecovering: 2,
  calmMs: 300_000,
  trialMs: 120_000,
  nodeFaults: 3,
  nodeOfferings: 2,
}

/** Of one breaker as many jobs are remembered; more would decide nothing otherwise. */
export const MAX_SAMPLES = 100

/** Of a suspension's length, by which chance shortens it, so that those that went together do not return together. */
export const OPEN_JITTER = 0.2
