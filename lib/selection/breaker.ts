import { type Admission, TRUSTED } from '@/lib/domain/admission'
import type { FaultCause, JobResult } from '@/lib/domain/job-result'
import type { SuspensionScope } from '@/lib/domain/suspension'
import { insertSample, type Sample, trailingFaults, windowCounts } from './breaker-samples'
import { type BreakerSettings, MAX_SAMPLES, OPEN_JITTER } from './breaker-settings'

/**
 * What is remembered of one offering's jobs, or of one node's, and how far it is trusted after them. Data alone: every
 * event makes another one. Moments are ms since 1970.
 */
export interface Breaker {
  readonly scope: SuspensionScope
  readonly phase: Phase
  /** An operator's suspension, which stands before the phase. */
  readonly hand: Hand | null
  /** The jobs that count, in the order of their ends; while it is suspended, those that led there. */
  readonly samples: readonly Sample[]
  /** Jobs that began before it say nothing any more: it was suspended, tried or lifted since. */
  readonly settledAt: number
  /** How often the next suspension's length is doubled. */
  readonly doublings: number
  /** Since when no fault has happened; every calm span after it takes a doubling back. */
  readonly calmSince: number
  /** How often it was suspended, since it was last forgotten or lifted. */
  readonly timesOpened: number
}

type Phase =
  | { readonly kind: 'closed' }
  | Open
  /** Its trial went well. */
  | { readonly kind: 'recovering'; readonly since: number }

/** Suspended until `reopensAt`; from then on one job at a time may try. */
interface Open {
  readonly kind: 'open'
  readonly cause: string
  readonly since: number
  readonly reopensAt: number
  /** When the job began that tries now; null: none does. */
  readonly trialAt: number | null
}

export interface Hand {
  readonly reason: string
  readonly since: number
  /** Null: until it is lifted. */
  readonly until: number | null
}

export type BreakerEvent =
  /** A job that was no trial has ended. */
  | {
      readonly kind: 'job'
      readonly startedAt: number
      readonly at: number
      readonly result: JobResult
      /** Whose job it was: an offering's id. */
      readonly offeringId: string
    }
  | { readonly kind: 'trial-begun'; readonly at: number }
  | {
      readonly kind: 'trial-ended'
      /** Which trial: when it began. */
      readonly begunAt: number
      readonly at: number
      readonly result: JobResult
    }
  | { readonly kind: 'placed'; readonly at: number; readonly until: number | null; readonly reason: string }
  /** By the operator: whatever was held against it is forgotten. */
  | { readonly kind: 'lifted'; readonly at: number }

export interface BreakerDeps {
  readonly settings: BreakerSettings
  /** From 0 up to 1. */
  readonly random: () => number
}

export const newBreaker = (scope: SuspensionScope): Breaker => ({
  scope,
  phase: { kind: 'closed' },
  hand: null,
  samples: [],
  settledAt: 0,
  doublings: 0,
  calmSince: 0,
  timesOpened: 0,
})

/**
 * The breaker after an event; the very same one where the event changes nothing. Events may arrive late: what counts is
 * when a job began and ended, and one that began before the last turn moves nothing.
 */
export function stepBreaker(breaker: Breaker, event: BreakerEvent, deps: BreakerDeps): Breaker {
  switch (event.kind) {
    case 'job':
      return afterJob(breaker, event, deps)
    case 'trial-begun':
      return afterTrialBegan(breaker, event.at, deps)
    case 'trial-ended':
      return afterTrial(breaker, event, deps)
    case 'placed': {
      const { reason, at: since, until } = event
      return { ...breaker, hand: { reason, since, until } }
    }
    case 'lifted':
      return { ...newBreaker(breaker.scope), settledAt: event.at }
  }
}

/** How far it is trusted at a moment. */
export function admissionOf({ phase, hand }: Breaker, now: number, settings: BreakerSettings): Admission {
  if (hand && isHandOn(hand, now)) {
    const { reason: cause, since, until: reopensAt } = hand
    return { kind: 'suspended', cause, since, reopensAt, isByHand: true }
  }
  switch (phase.kind) {
    case 'closed':
      return TRUSTED
    case 'open': {
      const { cause, since, reopensAt } = phase
      return now < reopensAt
        ? { kind: 'suspended', cause, since, reopensAt, isByHand: false }
        : { kind: 'trial', isTaken: isTrialOn(phase, now, settings) }
    }
    case 'recovering': {
      const share = shareAt(phase.since, now, settings)
      return share < 1 ? { kind: 'recovering', share } : TRUSTED
    }
  }
}

/** The same breaker without what time has ended: a hand's suspension, a recovery, jobs of long ago. */
export function settleBreaker(breaker: Breaker, now: number, settings: BreakerSettings): Breaker {
  const { hand, phase } = breaker
  const isRecovered = phase.kind === 'recovering' && shareAt(phase.since, now, settings) >= 1
  const isHandOver = hand !== null && !isHandOn(hand, now)
  const oldest = now - memoryMs(settings)
  const [first] = breaker.samples
  if (!isRecovered && !isHandOver && !(first && first.at < oldest)) return breaker
  return {
    ...breaker,
    phase: isRecovered ? { kind: 'closed' } : phase,
    hand: isHandOver ? null : hand,
    samples: breaker.samples.filter(({ at }) => at >= oldest),
  }
}

/** The same breaker where the clock was set back since: no suspension is longer than the longest. */
export function boundByNow(breaker: Breaker, now: number, { maxOpenMs }: BreakerSettings): Breaker {
  const { phase } = breaker
  if (phase.kind !== 'open' || phase.reopensAt - now <= maxOpenMs) return breaker
  return { ...breaker, phase: { ...phase, reopensAt: now + maxOpenMs, trialAt: null } }
}

/** Whether it says no more than a new one: trusted, and nothing of it is worth remembering. */
export function isForgettable(breaker: Breaker, now: number, settings: BreakerSettings): boolean {
  const { phase, hand, samples, settledAt } = settleBreaker(breaker, now, settings)
  if (hand !== null) return false
  // Offerings come and go: nobody will try one that was not tried for a day.
  if (phase.kind === 'open') return now - phase.reopensAt > UNTRIED_MS
  return (
    phase.kind === 'closed' &&
    samples.length === 0 &&
    doublingsAt(breaker, now, settings) === 0 &&
    // Jobs that began before may still end.
    now - settledAt > memoryMs(settings)
  )
}

/** Trusted at any moment from now on, until another event. */
export const isPlain = ({ phase, hand }: Breaker): boolean => phase.kind === 'closed' && hand === null

const UNTRIED_MS = 86_400_000

function afterJob(
  breaker: Breaker,
  { startedAt, at, result, offeringId }: Extract<BreakerEvent, { kind: 'job' }>,
  deps: BreakerDeps,
): Breaker {
  if (result.kind === 'neutral') return breaker
  const settled = settleBreaker(breaker, at, deps.settings)
  // Only a trial moves one that is suspended; somebody who had no other choice may send it jobs all the same.
  if (settled.phase.kind === 'open' || startedAt < settled.settledAt) return breaker
  const cause = result.kind === 'fault' ? result.cause : null
  const samples = insertSample(settled.samples, { at, cause, offeringId }, MAX_SAMPLES)
  const counted: Breaker = { ...settled, samples }
  if (cause === null) return counted
  const doublings = doublingsAt(settled, at, deps.settings)
  const faulty: Breaker = { ...counted, doublings, calmSince: Math.max(settled.calmSince, at) }
  const why = whyOpen(faulty, deps.settings)
  return why === null ? faulty : opened(faulty, why, lastOf(samples, at), deps)
}

function afterTrialBegan(breaker: Breaker, at: number, { settings }: BreakerDeps): Breaker {
  const { phase } = breaker
  if (phase.kind !== 'open' || at < phase.reopensAt || isTrialOn(phase, at, settings)) return breaker
  return { ...breaker, phase: { ...phase, trialAt: at } }
}

function afterTrial(
  breaker: Breaker,
  { begunAt, at, result }: Extract<BreakerEvent, { kind: 'trial-ended' }>,
  deps: BreakerDeps,
): Breaker {
  const { phase } = breaker
  // A trial that was taken for lost says nothing when another one has begun.
  if (phase.kind !== 'open' || phase.trialAt !== begunAt) return breaker
  switch (result.kind) {
    case 'neutral':
      return { ...breaker, phase: { ...phase, trialAt: null } }
    case 'success':
      return {
        ...breaker,
        phase: { kind: 'recovering', since: at },
        samples: [],
        settledAt: at,
        calmSince: at,
      }
    case 'fault':
      return opened(breaker, `its trial failed (${result.cause})`, at, deps, phase.since)
  }
}

/** Why its jobs suspend it; null: they do not. */
function whyOpen(breaker: Breaker, settings: BreakerSettings): string | null {
  const { samples, phase, scope } = breaker
  const run = trailingFaults(samples)
  if (scope === 'node') return whyNodeOpens(run, settings)
  const isRecovering = phase.kind === 'recovering'
  const most = isRecovering ? settings.consecutiveWhileRecovering : settings.consecutive
  if (run.length >= most) return `${run.length} jobs in a row failed (${causesOf(run)})`
  const window = windowCounts(samples, settings.windowMs)
  const jobs = window.faults + window.successes
  if (jobs < settings.minSamples || window.faults < settings.ratio * jobs) return null
  return `${window.faults} of the last ${jobs} jobs failed (${causesOf(samples.slice(-jobs))})`
}

/** Nobody got through to it since somebody last did, whatever they wanted there. */
function whyNodeOpens(run: readonly Sample[], { windowMs, nodeFaults, nodeOfferings }: BreakerSettings) {
  const last = run.at(-1)?.at ?? 0
  const recent = run.filter(({ at }) => at > last - windowMs)
  const offerings = new Set(recent.map(({ offeringId }) => offeringId)).size
  if (recent.length < nodeFaults || offerings < nodeOfferings) return null
  return `${recent.length} jobs in a row for ${offerings} of its offerings failed (${causesOf(recent)})`
}

function opened(
  breaker: Breaker,
  cause: string,
  at: number,
  { settings, random }: BreakerDeps,
  since = at,
): Breaker {
  const { openMs, maxOpenMs } = settings
  const longest = Math.min(maxOpenMs, openMs * 2 ** breaker.doublings)
  const lasts = Math.max(1, Math.round(longest * (1 - OPEN_JITTER * random())))
  return {
    ...breaker,
    phase: { kind: 'open', cause, since, reopensAt: at + lasts, trialAt: null },
    settledAt: at,
    // More would lengthen nothing.
    doublings: longest < maxOpenMs ? breaker.doublings + 1 : breaker.doublings,
    calmSince: at,
    timesOpened: breaker.timesOpened + 1,
  }
}

function doublingsAt(
  { doublings, calmSince, phase }: Breaker,
  at: number,
  { calmMs }: BreakerSettings,
): number {
  // While it gets no jobs it has no occasion to fail.
  if (phase.kind === 'open') return doublings
  return Math.max(0, doublings - Math.max(0, Math.floor((at - calmSince) / calmMs)))
}

/** The causes of a few jobs, the most frequent first. */
function causesOf(samples: readonly Sample[]): string {
  const counts = new Map<FaultCause, number>()
  for (const { cause } of samples) if (cause !== null) counts.set(cause, (counts.get(cause) ?? 0) + 1)
  const causes = [...counts].sort(([, a], [, b]) => b - a).map(([cause]) => cause)
  return causes.slice(0, MAX_CAUSES).join(', ')
}

const MAX_CAUSES = 2

const lastOf = (samples: readonly Sample[], at: number): number => Math.max(at, samples.at(-1)?.at ?? at)

const isHandOn = ({ until }: Hand, now: number): boolean => until === null || now < until

const isTrialOn = ({ trialAt }: Open, now: number, { trialMs }: BreakerSettings): boolean =>
  trialAt !== null && now - trialAt < trialMs

/** 1 or more: it has recovered. */
const shareAt = (since: number, now: number, { startShare, slowStartMs }: BreakerSettings): number =>
  slowStartMs === 0 ? 1 : startShare + ((1 - startShare) * Math.max(0, now - since)) / slowStartMs

/** For how long a job counts at all: runs of faults may be longer than the window. */
const memoryMs = ({ windowMs, maxOpenMs }: BreakerSettings): number => Math.max(windowMs, maxOpenMs)
