import { expect, test } from 'vitest'
import { isReached, OUTCOME_KINDS, type OutcomeKind } from '@/lib/domain/outcome'
import type { ReliabilityPart } from '@/lib/domain/reliability'
import { seededRandom } from '@/lib/domain/seeded-random'
import { ProbeTallyMaker } from './probe-tally'
import { MIN_SAMPLES, type PartScore, reliabilityScore, SCORE_METHOD } from './reliability-score'

type Counts = Partial<Record<OutcomeKind, number>>

/** So many probes of each outcome; answers take 100 ms. */
function probes(counts: Counts, latencyMs = 100): ProbeTallyMaker {
  const tally = new ProbeTallyMaker()
  for (const kind of OUTCOME_KINDS)
    for (let i = 0; i < (counts[kind] ?? 0); i++) tally.addProbe(kind, latencyMs)
  return tally
}
const scoreOf = (counts: Counts) => reliabilityScore({ probes: probes(counts), jobs: null })
const partOf = (parts: readonly PartScore[], wanted: ReliabilityPart): PartScore => {
  const part = parts.find(({ part }) => part === wanted)
  if (!part) throw new Error(`there is a part ${wanted}`)
  return part
}

test('one of one never beats 990 of 1,000', () => {
  const once = scoreOf({ ok: 1 })
  const often = scoreOf({ ok: 990, 'timed-out': 10 })
  expect(once.score).toBeNull()
  expect(often.score).toBeGreaterThan(95)
  // Nor does the smallest number that counts.
  expect(scoreOf({ ok: MIN_SAMPLES }).score).toBeLessThan(often.score ?? 0)
})

test('too few samples are insufficient data, neither 0 nor 100, and so is what nobody measures', () => {
  for (const counts of [{}, { ok: MIN_SAMPLES - 1 }, { dns: MIN_SAMPLES - 1 }]) {
    const { score, parts, weightKnown } = scoreOf(counts)
    expect(score).toBeNull()
    expect(weightKnown).toBe(0)
    expect(parts.map(({ kind }) => kind)).toEqual(parts.map(() => 'insufficient-data'))
  }
  const { parts } = scoreOf({ ok: 500 })
  for (const part of ['truthfulness', 'job-success'] as const)
    expect(partOf(parts, part)).toMatchObject({ kind: 'insufficient-data', reason: 'no-jobs-carried', n: 0 })
})

test('a node that was never reached has no latency, and the parts that are known make its score', () => {
  const { score, parts } = scoreOf({ refused: 100 })
  expect(score).toBe(0)
  expect(partOf(parts, 'latency-consistency')).toMatchObject({ kind: 'insufficient-data', n: 0 })
})

test('a refusal reaches the node and is no usable answer', () => {
  const { parts } = scoreOf({ busy: 100 })
  expect(partOf(parts, 'availability')).toMatchObject({ share: 1, n: 100 })
  expect(partOf(parts, 'probe-success')).toMatchObject({ share: 0, n: 100 })
})

test('answers that take more than twice the median are inconsistent', () => {
  const steady = probes({ ok: 90 }, 100)
  const slow = probes({ ok: 10 }, 500)
  const { parts } = reliabilityScore({ probes: steady.addTally(slow), jobs: null })
  expect(partOf(parts, 'latency-consistency')).toMatchObject({ share: 0.9, n: 100 })
})

test('jobs fill in the two parts that only they can tell', () => {
  const jobs = { sent: 100, succeeded: 98, asAdvertised: 100 }
  const { parts, weightKnown } = reliabilityScore({ probes: probes({ ok: 100 }), jobs })
  expect(weightKnown).toBe(100)
  expect(partOf(parts, 'truthfulness')).toMatchObject({ share: 1, n: 100 })
  expect(partOf(parts, 'job-success')).toMatchObject({ share: 0.98, n: 100 })
})

test('the score is the mean of the known parts by their weights, below each share, and of 100', () => {
  const random = seededRandom('scores')
  for (let round = 0; round < 200; round++) {
    const counts: Counts = {}
    for (let i = random.int(0, 4); i > 0; i--) counts[random.pick(OUTCOME_LIST)] = random.int(0, 60)
    const { score, parts, weightKnown } = scoreOf(counts)
    const known = parts.filter((part) => part.kind === 'known')
    const attempts = OUTCOME_KINDS.reduce((sum, kind) => sum + (counts[kind] ?? 0), 0)
    const reached = OUTCOME_KINDS.reduce((sum, kind) => sum + (isReached(kind) ? (counts[kind] ?? 0) : 0), 0)
    expect(partOf(parts, 'availability')).toMatchObject({ n: attempts })
    for (const { part, value, share, n } of known) {
      expect(n).toBeGreaterThanOrEqual(MIN_SAMPLES)
      expect(value).toBeLessThanOrEqual(share)
      if (part === 'availability') expect(share).toBe(reached / attempts)
    }
    if (score === null) {
      expect(known).toEqual([])
      continue
    }
    const sum = known.reduce((total, { value, weight }) => total + value * weight, 0)
    expect(score).toBeCloseTo((100 * sum) / weightKnown, 9)
    expect(score).toBeGreaterThanOrEqual(0)
    expect(score).toBeLessThan(100)
  }
})

const OUTCOME_LIST: readonly [OutcomeKind, ...OutcomeKind[]] = ['ok', 'busy', 'timed-out', 'no-price', 'dns']

test('the published weights are of 100', () => {
  expect(SCORE_METHOD.parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(100)
})
