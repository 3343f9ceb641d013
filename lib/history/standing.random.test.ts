import { expect, test } from 'vitest'
import { comparePrice, type Price } from '@/lib/domain/price'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import { type Interval, type KnownTime, type StandingPrice, standingPrices, standingSums } from './standing'

const STEP = 1_000

interface Case {
  readonly intervals: (Interval & { readonly price: Price; readonly amount: number })[]
  readonly buckets: { readonly from: number; readonly stepMs: number; readonly count: number }
  readonly known: KnownTime
}

function someCase(random: SeededRandom): Case {
  const count = random.int(1, 8)
  const from = random.int(0, 5) * STEP
  const end = from + count * STEP
  const moment = () =>
    random.next() < 0.3 ? random.int(0, 15) * STEP : random.int(from - 2 * STEP, end + 2 * STEP)
  const intervals = Array.from({ length: random.int(0, 12) }, () => {
    const [a, b] = [moment(), moment()]
    // Now and then one fraction in two spellings, and prices that no float can tell apart.
    const perUnits = BigInt(random.int(1, 3))
    const wei =
      random.next() < 0.2 ? 10n ** 30n + BigInt(random.int(0, 2)) : BigInt(random.int(0, 6)) * perUnits
    return {
      from: Math.min(a, b),
      to: random.next() < 0.3 ? null : Math.max(a, b),
      price: { wei, perUnits },
      amount: random.int(0, 9),
    }
  })
  const known = {
    isKnown: Array.from({ length: count }, () => random.next() < 0.9),
    until: random.next() < 0.5 ? end : random.int(from, end),
  }
  return { intervals, buckets: { from, stepMs: STEP, count }, known }
}

/** Millisecond by millisecond, which intervals stand in a bucket. */
function* standingAt({ intervals, buckets, known }: Case, bucket: number) {
  const start = buckets.from + bucket * STEP
  for (let at = start; at < start + STEP; at++)
    if (at < known.until)
      yield intervals.filter(({ from, to }) => from <= at && at < (to ?? Number.POSITIVE_INFINITY))
}

function naivePrice(from: Case, bucket: number): StandingPrice | null {
  if (!from.known.isKnown[bucket]) return null
  const moments = [...standingAt(from, bucket)]
  const prices = moments.flatMap((standing) => standing.map(({ price }) => price)).sort(comparePrice)
  const upTo = (quarters: number) => prices[Math.ceil((prices.length * quarters) / 4) - 1]
  const [min, p25, median, p75, max] = [prices[0], upTo(1), upTo(2), upTo(3), prices.at(-1)]
  const intervals = new Set(moments.flat()).size
  return min && p25 && median && p75 && max ? { min, p25, median, p75, max, intervals } : null
}

function naiveSum(from: Case, bucket: number) {
  if (!from.known.isKnown[bucket]) return null
  const moments = [...standingAt(from, bucket)].filter((standing) => standing.length > 0)
  const sums = moments.map((standing) => standing.reduce((sum, { amount }) => sum + amount, 0))
  if (sums.length === 0) return null
  const mean = sums.reduce((a, b) => a + b, 0) / sums.length
  return { min: Math.min(...sums), mean, max: Math.max(...sums) }
}

test('prices that stood are those of every millisecond counted one by one, as exact fractions', () => {
  const random = seededRandom('standing prices')
  let gaps = 0
  for (let round = 0; round < 150; round++) {
    const from = someCase(random)
    const found = standingPrices(from.intervals, from.buckets, from.known)
    expect(found).toHaveLength(from.buckets.count)
    for (const [bucket, price] of found.entries()) {
      const expected = naivePrice(from, bucket)
      if (expected === null || price === null) {
        expect(price).toEqual(expected)
        gaps++
        continue
      }
      for (const part of ['min', 'p25', 'median', 'p75', 'max'] as const)
        expect(comparePrice(price[part], expected[part]), part).toBe(0)
      expect(price.intervals).toBe(expected.intervals)
    }
  }
  expect(gaps).toBeGreaterThan(10)
})

test('sums that stood are those of every millisecond counted one by one', () => {
  const random = seededRandom('standing sums')
  for (let round = 0; round < 150; round++) {
    const from = someCase(random)
    const found = standingSums(from.intervals, from.buckets, from.known)
    for (const [bucket, sum] of found.entries()) {
      const expected = naiveSum(from, bucket)
      if (expected === null || sum === null) expect(sum).toEqual(expected)
      else {
        expect(sum).toMatchObject({ min: expected.min, max: expected.max })
        expect(sum.mean).toBeCloseTo(expected.mean, 9)
      }
    }
  }
})

const buckets = { from: 0, stepMs: STEP, count: 3 }
const everKnown: KnownTime = { isKnown: [true, true, true], until: 3 * STEP }
const price = (wei: bigint): Price => ({ wei, perUnits: 1n })

test('what stood longer weighs more: a price of one ms does not move the median', () => {
  const [first] = standingPrices(
    [
      { from: 0, to: 999, price: price(5n) },
      { from: 999, to: 1_000, price: price(1_000n) },
    ],
    buckets,
    everKnown,
  )
  expect(first).toMatchObject({ min: price(5n), median: price(5n), max: price(1_000n), intervals: 2 })
})

test('where nothing stood, or nobody looked, there is a gap and no zero', () => {
  const intervals = [{ from: 0, to: 1_000, price: price(0n), amount: 0 }]
  expect(standingPrices(intervals, buckets, everKnown).map((point) => point?.max ?? null)).toEqual([
    price(0n),
    null,
    null,
  ])
  const isKnown = [false, true, true]
  expect(standingSums(intervals, buckets, { ...everKnown, isKnown })).toEqual([null, null, null])
})

test('of fifty thousand prices that stand all the time the middle one is found in every bucket', () => {
  const many = Array.from({ length: 49_850 }, (_, i) => ({
    from: 0,
    to: null,
    price: price(BigInt(i % 997)),
  }))
  const wide = { from: 0, stepMs: STEP, count: 300 }
  const known = { isKnown: Array.from({ length: 300 }, () => true), until: 300 * STEP }
  const found = standingPrices(many, wide, known)
  expect(found.map((point) => point?.median.wei)).toEqual(Array.from({ length: 300 }, () => 498n))
})
