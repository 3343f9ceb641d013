import { expect, test } from 'vitest'
import { FAULT_CAUSES, type JobResult } from '@/lib/domain/job-result'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { SUSPENSION_SCOPES } from '@/lib/domain/suspension'
import {
  admissionOf,
  type Breaker,
  type BreakerEvent,
  newBreaker,
  settleBreaker,
  stepBreaker,
} from './breaker'
import { type BreakerSettings, DEFAULT_BREAKER_SETTINGS, MAX_SAMPLES } from './breaker-settings'

const START = 1_700_000_000_000
const ROUNDS = 300

interface Life {
  readonly settings: BreakerSettings
  readonly seed: string
  readonly events: readonly BreakerEvent[]
  readonly scope: Breaker['scope']
}

function someSettings(random: SeededRandom): BreakerSettings {
  const openMs = random.int(1, 20) * 1_000
  return {
    ...DEFAULT_BREAKER_SETTINGS,
    consecutive: random.int(1, 6),
    ratio: random.int(1, 10) / 10,
    minSamples: random.int(1, 12),
    windowMs: random.int(1, 60) * 1_000,
    openMs,
    maxOpenMs: openMs * random.int(1, 20),
    slowStartMs: random.int(0, 60) * 1_000,
    calmMs: random.int(1, 60) * 1_000,
  }
}

function someResult(random: SeededRandom): JobResult {
  const chance = random.next()
  if (chance < 0.2) return { kind: 'neutral' }
  return chance < 0.5
    ? { kind: 'success' }
    : { kind: 'fault', cause: FAULT_CAUSES[random.int(0, FAULT_CAUSES.length - 1)] ?? 'refused' }
}

/** Jobs, trials and hands as they come, some of them late. */
function someLife(random: SeededRandom, { hasHands = true } = {}): Life {
  let now = START
  const begun: number[] = []
  const events = Array.from({ length: random.int(1, 120) }, (): BreakerEvent => {
    now += random.int(0, 12_000)
    const chance = random.next()
    if (hasHands && chance < 0.03)
      return {
        kind: 'placed',
        at: now,
        until: random.next() < 0.5 ? null : now + random.int(1, 60_000),
        reason: 'because',
      }
    if (hasHands && chance < 0.05) return { kind: 'lifted', at: now }
    if (chance < 0.3) {
      begun.push(now)
      return { kind: 'trial-begun', at: now }
    }
    const begunAt = begun.at(-1)
    if (chance < 0.5 && begunAt !== undefined)
      return { kind: 'trial-ended', begunAt, at: now, result: someResult(random) }
    const at = random.next() < 0.2 ? now - random.int(0, 30_000) : now
    const startedAt = at - random.int(0, 20_000)
    const offeringId = random.pick(['a', 'b', 'c'])
    return { kind: 'job', startedAt, at, result: someResult(random), offeringId }
  })
  const scope = random.pick([...SUSPENSION_SCOPES] as ['offering', 'node'])
  return { settings: someSettings(random), seed: String(random.next()), events, scope }
}

/** Each state of a life with the event that led to it. */
function* live({ settings, seed, events, scope }: Life) {
  const chance = seededRandom(seed)
  const deps = { settings, random: () => chance.next() }
  let before = newBreaker(scope)
  for (const event of events) {
    const breaker = stepBreaker(before, event, deps)
    yield { before, event, breaker }
    before = breaker
  }
}

const lastOf = (life: Life): Breaker =>
  [...live(life)].reduce((_, { breaker }) => breaker, newBreaker(life.scope))

test('a neutral job changes nothing, and a neutral trial only frees its place', () => {
  const random = seededRandom('neutral')
  let trials = 0
  for (let round = 0; round < ROUNDS; round++)
    for (const { before, event, breaker } of live(someLife(random))) {
      if (!('result' in event) || event.result.kind !== 'neutral') continue
      if (event.kind === 'job') expect(breaker).toBe(before)
      else if (breaker !== before) {
        trials += 1
        expect({ ...breaker, phase: null }).toEqual({ ...before, phase: null })
        expect(breaker.phase).toEqual({ ...before.phase, trialAt: null })
      }
    }
  expect(trials).toBeGreaterThan(10)
})

test('no suspension is longer than the longest, and jobs remembered are bounded', () => {
  const random = seededRandom('bounded')
  let opened = 0
  for (let round = 0; round < ROUNDS; round++) {
    const life = someLife(random)
    for (const { breaker, before } of live(life)) {
      expect(breaker.samples.length).toBeLessThanOrEqual(MAX_SAMPLES)
      if (breaker.phase.kind !== 'open' || breaker.timesOpened === before.timesOpened) continue
      opened += 1
      const lasts = breaker.phase.reopensAt - breaker.settledAt
      expect(lasts).toBeGreaterThan(0)
      expect(lasts).toBeLessThanOrEqual(life.settings.maxOpenMs)
    }
  }
  expect(opened).toBeGreaterThan(100)
})

test('whoever is suspended gets no job before its time, whatever happens', () => {
  const random = seededRandom('reopens')
  let seen = 0
  for (let round = 0; round < ROUNDS; round++) {
    const life = someLife(random)
    for (const { before, event, breaker } of live(life)) {
      const { phase } = before
      if (phase.kind !== 'open' || event.kind === 'lifted' || event.at >= phase.reopensAt) continue
      seen += 1
      expect(admissionOf(breaker, event.at, life.settings).kind).toBe('suspended')
      expect(admissionOf(breaker, phase.reopensAt - 1, life.settings).kind).toBe('suspended')
    }
  }
  expect(seen).toBeGreaterThan(100)
})

test("an operator's suspension ends by hand or by its time and by nothing else", () => {
  const random = seededRandom('hands')
  let seen = 0
  for (let round = 0; round < ROUNDS; round++) {
    const life = someLife(random)
    for (const { before, event, breaker } of live(life)) {
      const { hand } = before
      if (hand === null || event.kind === 'lifted' || event.kind === 'placed') continue
      const last = (hand.until ?? event.at + 1e9) - 1
      if (event.at > last) continue
      seen += 1
      const settled = settleBreaker(breaker, last, life.settings)
      expect(admissionOf(settled, last, life.settings)).toMatchObject({ kind: 'suspended', isByHand: true })
      if (hand.until !== null)
        expect(admissionOf(breaker, hand.until, life.settings)).not.toMatchObject({ isByHand: true })
    }
  }
  expect(seen).toBeGreaterThan(100)
})

test('whatever happened, a trial that goes well and jobs that do so make it trusted', () => {
  const random = seededRandom('regained')
  for (let round = 0; round < ROUNDS; round++) {
    const life = someLife(random, { hasHands: false })
    const { settings } = life
    const deps = { settings, random: () => 0 }
    let breaker = lastOf(life)
    let now = Math.max(...life.events.map(({ at }) => at)) + settings.maxOpenMs + settings.trialMs
    breaker = stepBreaker(breaker, { kind: 'trial-begun', at: now }, deps)
    const result: JobResult = { kind: 'success' }
    breaker = stepBreaker(breaker, { kind: 'trial-ended', begunAt: now, at: now, result }, deps)
    for (let i = 0; i < 10; i++) {
      now += settings.slowStartMs / 10
      const job = { kind: 'job', startedAt: now, at: now, result, offeringId: 'a' } as const
      breaker = stepBreaker(breaker, job, deps)
    }
    expect(admissionOf(breaker, now, settings)).toEqual({ kind: 'trusted' })
  }
})

test('the same events in the same order make the same breaker, and settling in between changes no answer', () => {
  const random = seededRandom('same')
  for (let round = 0; round < ROUNDS; round++) {
    const life = someLife(random)
    const { settings } = life
    expect(lastOf(life)).toEqual(lastOf(life))
    for (const { breaker, event } of live(life))
      for (const later of [0, 500, 20_000, 400_000]) {
        const now = event.at + later
        expect(admissionOf(settleBreaker(breaker, now, settings), now, settings)).toEqual(
          admissionOf(breaker, now, settings),
        )
      }
  }
})
