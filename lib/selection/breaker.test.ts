import { expect, test } from 'vitest'
import type { FaultCause, JobResult } from '@/lib/domain/job-result'
import type { SuspensionScope } from '@/lib/domain/suspension'
import {
  admissionOf,
  type Breaker,
  type BreakerEvent,
  boundByNow,
  isForgettable,
  newBreaker,
  settleBreaker,
  stepBreaker,
} from './breaker'
import { type BreakerSettings, DEFAULT_BREAKER_SETTINGS } from './breaker-settings'

const settings: BreakerSettings = { ...DEFAULT_BREAKER_SETTINGS, consecutive: 5 }
const T = 1_000_000

const fault = (cause: FaultCause = 'timed-out'): JobResult => ({ kind: 'fault', cause })
const SUCCESS: JobResult = { kind: 'success' }
const NEUTRAL: JobResult = { kind: 'neutral' }

const job = (
  at: number,
  result: JobResult,
  { startedAt = at - 1, offeringId = 'a' }: { startedAt?: number; offeringId?: string } = {},
): BreakerEvent => ({ kind: 'job', startedAt, at, result, offeringId })

const after = (
  events: readonly BreakerEvent[],
  from: Breaker | SuspensionScope = 'offering',
  random = 0,
): Breaker =>
  events.reduce(
    (breaker, event) => stepBreaker(breaker, event, { settings, random: () => random }),
    typeof from === 'string' ? newBreaker(from) : from,
  )
const admission = (breaker: Breaker, now: number) => admissionOf(breaker, now, settings)

/** Suspended at T+4 for 15 s. */
const suspended = () => after([0, 1, 2, 3, 4].map((i) => job(T + i, fault())))
const REOPENS = T + 4 + settings.openMs

test('five faults in a row suspend, four do not', () => {
  expect(admission(after([0, 1, 2, 3].map((i) => job(T + i, fault()))), T + 3)).toEqual({ kind: 'trusted' })
  expect(admission(suspended(), T + 4)).toEqual({
    kind: 'suspended',
    cause: '5 jobs in a row failed (timed-out)',
    since: T + 4,
    reopensAt: REOPENS,
    isByHand: false,
  })
})

test('a success in between begins the row anew, and one of earlier that is told late does not', () => {
  const four = [0, 1, 2, 3].map((i) => job(T + i, fault()))
  expect(admission(after([...four, job(T + 4, SUCCESS), job(T + 5, fault())]), T + 5).kind).toBe('trusted')
  expect(admission(after([...four, job(T - 1, SUCCESS), job(T + 5, fault())]), T + 5).kind).toBe('suspended')
})

test('half of the jobs of the window suspend, once there are ten', () => {
  const mixed = Array.from({ length: 9 }, (_, i) => job(T + i, i % 2 === 0 ? fault('reset') : SUCCESS))
  expect(admission(after(mixed), T + 9).kind).toBe('trusted')
  expect(admission(after([...mixed, job(T + 9, fault('bad-answer'))]), T + 9)).toMatchObject({
    cause: '6 of the last 10 jobs failed (reset, bad-answer)',
  })
})

test('jobs beyond the window do not count for the share', () => {
  const old = Array.from({ length: 9 }, (_, i) => job(T + i, i % 2 === 0 ? fault() : SUCCESS))
  expect(admission(after([...old, job(T + 70_000, fault())]), T + 70_000).kind).toBe('trusted')
})

test('when the time is over one job at a time may try', () => {
  const breaker = suspended()
  expect(admission(breaker, REOPENS - 1).kind).toBe('suspended')
  expect(admission(breaker, REOPENS)).toEqual({ kind: 'trial', isTaken: false })
  const tried = after([{ kind: 'trial-begun', at: REOPENS }], breaker)
  expect(admission(tried, REOPENS)).toEqual({ kind: 'trial', isTaken: true })
  expect(after([{ kind: 'trial-begun', at: REOPENS + 1 }], tried)).toBe(tried)
  expect(after([{ kind: 'trial-begun', at: REOPENS - 1 }], breaker)).toBe(breaker)
})

const tried = () => after([{ kind: 'trial-begun', at: REOPENS }], suspended())
const ended = (result: JobResult, at = REOPENS + 5): BreakerEvent => ({
  kind: 'trial-ended',
  begunAt: REOPENS,
  at,
  result,
})

test('a trial that goes well gives a share that grows to full trust', () => {
  const breaker = after([ended(SUCCESS)], tried())
  const share = (ms: number) => admission(breaker, REOPENS + 5 + ms)
  expect(share(0)).toEqual({ kind: 'recovering', share: settings.startShare })
  expect(share(settings.slowStartMs / 2)).toEqual({ kind: 'recovering', share: 0.55 })
  expect(share(settings.slowStartMs)).toEqual({ kind: 'trusted' })
})

test('a trial that fails suspends again, for longer, since when it first was', () => {
  const breaker = after([ended(fault('tls'))], tried())
  expect(admission(breaker, REOPENS + 5)).toEqual({
    kind: 'suspended',
    cause: 'its trial failed (tls)',
    since: T + 4,
    reopensAt: REOPENS + 5 + 2 * settings.openMs,
    isByHand: false,
  })
  expect(breaker.timesOpened).toBe(2)
})

test('a neutral trial leaves everything as it was, and the trial is free', () => {
  expect(after([ended(NEUTRAL)], tried())).toEqual(suspended())
})

test('a trial of which nothing was heard gives up its place, and says nothing when another one has begun', () => {
  const lost = REOPENS + settings.trialMs
  expect(admission(tried(), lost)).toEqual({ kind: 'trial', isTaken: false })
  const again = after([{ kind: 'trial-begun', at: lost }], tried())
  expect(after([ended(SUCCESS, lost + 1)], again)).toBe(again)
})

test('jobs that began before a turn move nothing, however late they end', () => {
  const breaker = suspended()
  expect(after([job(T + 100, SUCCESS, { startedAt: T }), job(T + 101, fault())], breaker)).toBe(breaker)
  const recovering = after([ended(SUCCESS)], tried())
  const late = [1, 2, 3].map((i) => job(REOPENS + 10 + i, fault(), { startedAt: T + 3 }))
  expect(after(late, recovering)).toBe(recovering)
})

test('two faults in a row suspend while it recovers', () => {
  const recovering = after([ended(SUCCESS)], tried())
  const fails = [1, 2].map((i) => job(REOPENS + 10 + i, fault(), { startedAt: REOPENS + 9 }))
  expect(admission(after(fails.slice(0, 1), recovering), REOPENS + 11).kind).toBe('recovering')
  expect(admission(after(fails, recovering), REOPENS + 12)).toMatchObject({
    kind: 'suspended',
    reopensAt: REOPENS + 12 + 2 * settings.openMs,
  })
})

test('a calm time takes doublings back', () => {
  const recovering = after([ended(SUCCESS)], after([{ kind: 'trial-begun', at: REOPENS }], suspended()))
  const later = REOPENS + 5 + settings.calmMs
  const breaker = after(
    [0, 1, 2, 3, 4].map((i) => job(later + i, fault())),
    recovering,
  )
  expect(admission(breaker, later + 4)).toMatchObject({ reopensAt: later + 4 + settings.openMs })
})

test('a node is suspended as a whole for faults of its own at several offerings, in whatever mixture', () => {
  const at = (i: number, offeringId: string, cause: FaultCause) => job(T + i, fault(cause), { offeringId })
  const one = [0, 1, 2, 3, 4, 5].map((i) => at(i, 'a', 'refused'))
  expect(admission(after(one, 'node'), T + 5).kind).toBe('trusted')
  const two = [at(0, 'a', 'refused'), at(1, 'b', 'tls'), at(2, 'a', 'refused')]
  expect(admission(after(two, 'node'), T + 2)).toMatchObject({
    kind: 'suspended',
    cause: '3 jobs in a row for 2 of its offerings failed (refused, tls)',
  })
  const reached = [at(0, 'a', 'refused'), at(1, 'b', 'tls'), job(T + 2, SUCCESS), at(3, 'a', 'refused')]
  expect(admission(after(reached, 'node'), T + 3).kind).toBe('trusted')
})

test("an operator's suspension stands before whatever jobs say, until its time or until it is lifted", () => {
  const placed = after([{ kind: 'placed', at: T + 5, until: T + 500, reason: 'maintenance' }], suspended())
  expect(admission(placed, T + 499)).toEqual({
    kind: 'suspended',
    cause: 'maintenance',
    since: T + 5,
    reopensAt: T + 500,
    isByHand: true,
  })
  expect(admission(placed, T + 500)).toMatchObject({ kind: 'suspended', isByHand: false })
  const lifted = after([{ kind: 'lifted', at: T + 6 }], placed)
  expect(admission(lifted, T + 6)).toEqual({ kind: 'trusted' })
  const late = [7, 8, 9, 10, 11].map((i) => job(T + i, fault(), { startedAt: T + 5 }))
  expect(admission(after(late, lifted), T + 11)).toEqual({ kind: 'trusted' })
})

test('it is forgotten when it is trusted and nothing of it counts any more', () => {
  const recovering = after([ended(SUCCESS)], tried())
  expect(isForgettable(recovering, REOPENS + 10, settings)).toBe(false)
  const calm = REOPENS + 10 + 2 * settings.maxOpenMs
  expect(isForgettable(recovering, calm, settings)).toBe(true)
  expect(settleBreaker(recovering, calm, settings).phase).toEqual({ kind: 'closed' })
  expect(isForgettable(suspended(), REOPENS + 3_600_000, settings)).toBe(false)
  expect(isForgettable(suspended(), REOPENS + 86_400_001, settings)).toBe(true)
  const placed = after([{ kind: 'placed', at: T, until: null, reason: 'x' }])
  expect(isForgettable(placed, T + 10 * 86_400_000, settings)).toBe(false)
})

test('where the clock was set back a suspension is no longer than the longest', () => {
  const breaker = boundByNow(suspended(), T - 3_600_000, settings)
  expect(admission(breaker, T - 3_600_000 + settings.maxOpenMs).kind).toBe('trial')
  expect(boundByNow(suspended(), T, settings)).toEqual(suspended())
})
