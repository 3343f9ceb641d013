import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { type OfferedSpan, standingSupply } from './standing-supply'

const STEP = 1_000
const ALL_KNOWN = { isKnown: [true, true, true], until: 3 * STEP }
const span = (from: number, to: number | null, about: Partial<OfferedSpan> = {}): OfferedSpan => ({
  from,
  to,
  isWarm: true,
  model: 'flux',
  orchestrator: '0xa',
  ...about,
})
const buckets = { from: 0, stepMs: STEP, count: 3 }

test('what two nodes offer is one model of two orchestrators, and one that names none is an offering alone', () => {
  const spans = [
    span(0, null),
    span(0, null, { orchestrator: '0xb', isWarm: false }),
    span(0, null, { model: null, orchestrator: null }),
  ]
  const [first] = standingSupply(spans, buckets, ALL_KNOWN)
  expect(first).toEqual({ offerings: 3, warm: 2, models: 1, orchestrators: 2 })
})

test('terms that follow each other are one offering at any time', () => {
  const supply = standingSupply([span(0, STEP), span(STEP, null)], buckets, ALL_KNOWN)
  expect(supply.map((at) => at?.offerings)).toEqual([1, 1, 1])
})

test('nothing is zeros where it was looked for, and a gap where nobody looked or it is not over', () => {
  expect(standingSupply([], buckets, { isKnown: [true, false, true], until: 2 * STEP })).toEqual([
    { offerings: 0, warm: 0, models: 0, orchestrators: 0 },
    null,
    null,
  ])
})

test('any spans: the counts are those of the spans that stand at the last moment of each bucket', () => {
  for (let seed = 0; seed < 300; seed++) {
    const random = seededRandom(`supply ${seed}`)
    const spans = Array.from({ length: random.int(0, 12) }, () => {
      const [a, b] = [random.int(-STEP, 4 * STEP), random.int(-STEP, 4 * STEP)]
      return span(Math.min(a, b), random.next() < 0.3 ? null : Math.max(a, b) + 1, {
        isWarm: random.next() < 0.5,
        model: random.next() < 0.2 ? null : `m${random.int(0, 3)}`,
        orchestrator: random.next() < 0.2 ? null : `o${random.int(0, 3)}`,
      })
    })
    const until = random.int(0, 3 * STEP)
    const naive = [0, 1, 2].map((bucket) => {
      const end = Math.min((bucket + 1) * STEP, until)
      if (end <= bucket * STEP) return null
      const standing = spans.filter(
        ({ from, to }) => from <= end - 1 && end - 1 < (to ?? Number.POSITIVE_INFINITY),
      )
      return {
        offerings: standing.length,
        warm: standing.filter(({ isWarm }) => isWarm).length,
        models: new Set(standing.flatMap(({ model }) => model ?? [])).size,
        orchestrators: new Set(standing.flatMap(({ orchestrator }) => orchestrator ?? [])).size,
      }
    })
    expect(standingSupply(spans, buckets, { isKnown: [true, true, true], until })).toEqual(naive)
  }
})
