import { expect, test } from 'vitest'
import { type SeededRandom, seededRandom } from '@/lib/domain/seeded-random'
import {
  HistogramFormatError,
  LatencyHistogram,
  MAX_LATENCY_MS,
  MIN_LATENCY_MS,
  RELATIVE_ERROR,
} from './latency-histogram'

const histogramOf = (latencies: readonly number[]): LatencyHistogram => {
  const histogram = new LatencyHistogram()
  for (const latencyMs of latencies) histogram.add(latencyMs)
  return histogram
}
const merged = (...parts: readonly LatencyHistogram[]): LatencyHistogram => {
  const all = new LatencyHistogram()
  for (const part of parts) all.merge(part)
  return all
}

/** From a tenth of a ms to minutes, now and then the same one again. */
function someLatencies(random: SeededRandom, most = 400): number[] {
  const latencies: number[] = []
  const count = random.int(1, most)
  while (latencies.length < count) {
    const isAgain = latencies.length > 0 && random.next() < 0.2
    latencies.push(
      isAgain
        ? (latencies[random.int(0, latencies.length - 1)] ?? 1)
        : MIN_LATENCY_MS * (MAX_LATENCY_MS / MIN_LATENCY_MS) ** random.next(),
    )
  }
  return latencies
}

/** Cut into parts of any size, empty ones too. */
function split<T>(random: SeededRandom, items: readonly T[]): T[][] {
  const parts: T[][] = Array.from({ length: random.int(1, 9) }, () => [])
  for (const item of items) parts[random.int(0, parts.length - 1)]?.push(item)
  return parts
}

const nearestRank = (values: readonly number[], percent: number): number =>
  values.toSorted((a, b) => a - b)[Math.max(1, Math.ceil((percent / 100) * values.length)) - 1] ?? Number.NaN

test('a percentile of any split, merged, is within the stated error of the exact one', () => {
  const random = seededRandom('percentiles of splits')
  for (let round = 0; round < 200; round++) {
    const latencies = someLatencies(random)
    const histogram = merged(...split(random, latencies).map(histogramOf))
    expect(histogram.count).toBe(latencies.length)
    for (const percent of [0, 1, 50, 90, 95, 99, 100, random.next() * 100]) {
      const exact = nearestRank(latencies, percent)
      const found = histogram.percentile(percent) ?? Number.NaN
      expect(Math.abs(found - exact) / exact).toBeLessThanOrEqual(RELATIVE_ERROR)
    }
  }
})

test('how many are at most so many ms is never too few, and none is counted that is above by twice the error', () => {
  const random = seededRandom('at most')
  for (let round = 0; round < 200; round++) {
    const latencies = someLatencies(random)
    const histogram = histogramOf(latencies)
    const limit = random.next() < 0.5 ? random.pick([1, 50, 300, ...latencies]) : random.next() * 1_000
    const exact = latencies.filter((latencyMs) => latencyMs <= limit).length
    const loose = latencies.filter((latencyMs) => latencyMs <= limit * (1 + 2.05 * RELATIVE_ERROR)).length
    const found = histogram.countAtMost(limit)
    if (limit >= MIN_LATENCY_MS) expect(found).toBeGreaterThanOrEqual(exact)
    expect(found).toBeLessThanOrEqual(loose)
  }
})

test('merging is in any order and in any grouping the same, byte for byte', () => {
  const random = seededRandom('orders')
  for (let round = 0; round < 100; round++) {
    const [a, b, c] = [0, 1, 2].map(() => histogramOf(someLatencies(random, 60)))
    if (!a || !b || !c) throw new Error('there are three')
    const bytes = merged(a, b, c).toBytes()
    expect(merged(c, a, b).toBytes()).toEqual(bytes)
    expect(merged(merged(a, b), c).toBytes()).toEqual(bytes)
    expect(merged(a, merged(b, c)).toBytes()).toEqual(bytes)
  }
})

test('five minutes to hours to a day is the day itself, byte for byte', () => {
  const random = seededRandom('hours and days')
  const fives = Array.from({ length: 288 }, () => someLatencies(random, 12))
  const encoded = fives.map((latencies) => histogramOf(latencies).toBytes())
  const hours = Array.from({ length: 24 }, (_, hour) => {
    const histogram = new LatencyHistogram()
    for (const bytes of encoded.slice(hour * 12, hour * 12 + 12)) histogram.mergeBytes(bytes)
    return histogram.toBytes()
  })
  const day = new LatencyHistogram()
  for (const bytes of hours) day.mergeBytes(bytes)
  expect(day.toBytes()).toEqual(histogramOf(fives.flat()).toBytes())
})

test('what is encoded is read back as it was, merged with itself too', () => {
  const random = seededRandom('encoding')
  for (let round = 0; round < 100; round++) {
    const histogram = histogramOf(someLatencies(random))
    const bytes = histogram.toBytes()
    expect(LatencyHistogram.fromBytes(bytes).toBytes()).toEqual(bytes)
    const twice = histogram.count * 2
    expect(histogram.merge(histogram).count).toBe(twice)
  }
})

test('latencies out of range count as its ends', () => {
  const histogram = histogramOf([-5, 0, 0.01, 1e9, Number.POSITIVE_INFINITY])
  expect(histogram.count).toBe(5)
  expect(histogram.percentile(1)).toBe(MIN_LATENCY_MS)
  const last = histogram.percentile(100) ?? 0
  expect(Math.abs(last - MAX_LATENCY_MS) / MAX_LATENCY_MS).toBeLessThanOrEqual(RELATIVE_ERROR)
  expect(histogram.countAtMost(1e12)).toBe(5)
  expect(histogram.countAtMost(0.01)).toBe(0)
  expect(() => histogram.add(Number.NaN)).toThrow(RangeError)
})

test('of nothing there is no percentile', () => {
  expect(new LatencyHistogram().percentile(50)).toBeNull()
  expect(new LatencyHistogram().countAtMost(1_000)).toBe(0)
  expect(LatencyHistogram.fromBytes(new LatencyHistogram().toBytes()).count).toBe(0)
})

test('bytes that are no histogram are refused, and nothing of them is merged', () => {
  const histogram = histogramOf([1, 2, 3])
  const before = histogram.toBytes()
  const wrong: readonly number[][] = [
    [],
    [2],
    [1, 5],
    [1, 5, 0],
    [1, 0x80, 0x80, 0x08, 1],
    [1, 0xff, 0xff, 0xff, 0xff, 0x0f, 1],
    [1, 5, 1, 0x80],
    [1, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
  ]
  for (const bytes of wrong)
    expect(() => histogram.mergeBytes(Uint8Array.from(bytes)), String(bytes)).toThrow(HistogramFormatError)
  expect(histogram.toBytes()).toEqual(before)
})

test('any bytes are a histogram or refused', () => {
  const random = seededRandom('any bytes')
  for (let round = 0; round < 2_000; round++) {
    const bytes = Uint8Array.from([1, ...random.bytes(random.int(0, 12))])
    try {
      const histogram = LatencyHistogram.fromBytes(bytes)
      expect(histogram.countAtMost(MAX_LATENCY_MS)).toBe(histogram.count)
    } catch (error) {
      expect(error).toBeInstanceOf(HistogramFormatError)
    }
  }
})

test('a day of a node that is asked every minute takes less than 1,000 bytes', () => {
  const random = seededRandom('size')
  const latencies = Array.from({ length: 1_440 }, () => 80 + 60 * random.next())
  expect(histogramOf(latencies).toBytes().length).toBeLessThan(1_000)
})
