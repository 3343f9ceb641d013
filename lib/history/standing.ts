import { comparePrice, type Price } from '@/lib/domain/price'
import type { HistoryWindow } from './history-window'
import { RankWeights } from './rank-weights'

/** What stood from one moment on and until before another one (ms); null: it still stands. */
export interface Interval {
  readonly from: number
  readonly to: number | null
}

/** When anybody looked. */
export interface KnownTime {
  /** By bucket. One in which nobody did is a gap. */
  readonly isKnown: readonly boolean[]
  /** Until when what still stands is known to stand (ms). */
  readonly until: number
}

export interface StandingPrice {
  readonly min: Price
  /** The lowest at or below which things stood for at least half of all the time that they stood. */
  readonly median: Price
  /** The same for a quarter and for three quarters of that time. */
  readonly p25: Price
  readonly p75: Price
  readonly max: Price
  /** How many intervals stood at some time of the bucket. */
  readonly intervals: number
}

type Buckets = Pick<HistoryWindow, 'from' | 'stepMs' | 'count'>

/** Exact prices of one unit by bucket, weighted by how long each stood; null: a gap. */
export function standingPrices(
  intervals: readonly (Interval & { readonly price: Price })[],
  buckets: Buckets,
  known: KnownTime,
): (StandingPrice | null)[] {
  const parts = intervals.flatMap((interval) => clip(interval, buckets, known))
  const { prices, rankOf } = ranked(parts.map(({ interval }) => interval.price))
  const ranks = parts.map(({ interval }) => rankOf(interval.price))
  const weights = new RankWeights(prices.length)
  const priceAt = (weight: number): Price => prices[weights.rankAt(weight)] ?? NO_PRICE
  return sweep(parts, buckets, known, {
    add: (part, weightMs) => weights.add(ranks[part] ?? 0, weightMs),
    read: (intervals) => ({
      min: priceAt(1),
      p25: priceAt(Math.ceil(weights.total / 4)),
      median: priceAt(Math.ceil(weights.total / 2)),
      p75: priceAt(Math.ceil((weights.total * 3) / 4)),
      max: priceAt(weights.total),
      intervals,
    }),
  })
}

/** Never shown: a rank is always one of the prices'. */
const NO_PRICE: Price = { wei: 0n, perUnits: 1n }

export interface StandingSum {
  readonly min: number
  /** Over the time of the bucket in which anything stood, as the other two are. */
  readonly mean: number
  readonly max: number
}

/** The sum of all amounts that stand at a time, by bucket; null: a gap. Amounts are whole numbers. */
export function standingSums(
  intervals: readonly (Interval & { readonly amount: number })[],
  buckets: Buckets,
  known: KnownTime,
): (StandingSum | null)[] {
  const turns = turnsOf(intervals, buckets, known)
  let [turn, sum, standing] = [0, 0, 0]
  return Array.from({ length: buckets.count }, (_, bucket) => {
    const from = buckets.from + bucket * buckets.stepMs
    const to = from + buckets.stepMs
    let [min, max, area, spanMs, at] = [Number.POSITIVE_INFINITY, 0, 0, 0, from]
    const standUntil = (moment: number) => {
      const ms = standing === 0 ? 0 : moment - at
      at = moment
      if (ms === 0) return
      min = Math.min(min, sum)
      max = Math.max(max, sum)
      area += sum * ms
      spanMs += ms
    }
    for (let next = turns[turn]; next !== undefined && next.at < to; next = turns[++turn]) {
      standUntil(next.at)
      sum += next.amount
      standing += next.intervals
    }
    standUntil(to)
    return spanMs > 0 && known.isKnown[bucket] ? { min, mean: area / spanMs, max } : null
  })
}

/** Where the sum changes, in order, each moment once. */
function turnsOf(
  intervals: readonly (Interval & { readonly amount: number })[],
  buckets: Buckets,
  known: KnownTime,
) {
  const turns = new Map<number, { at: number; amount: number; intervals: number }>()
  const add = (at: number, amount: number, intervals: number) => {
    const turn = turns.get(at)
    if (turn) {
      turn.amount += amount
      turn.intervals += intervals
    } else turns.set(at, { at, amount, intervals })
  }
  for (const interval of intervals) {
    const { from, to } = bounds(interval, buckets, known)
    if (from >= to) continue
    add(from, interval.amount, 1)
    add(to, -interval.amount, -1)
  }
  return [...turns.values()].sort((a, b) => a.at - b.at)
}

interface Part<T> {
  readonly interval: T
  readonly from: number
  readonly to: number
}

/** The part of an interval that lies in the buckets and in known time; none where there is none. */
function clip<T extends Interval>(interval: T, buckets: Buckets, known: KnownTime): Part<T>[] {
  const { from, to } = bounds(interval, buckets, known)
  return from < to ? [{ interval, from, to }] : []
}

const bounds = ({ from, to }: Interval, { from: start, count, stepMs }: Buckets, { until }: KnownTime) => ({
  from: Math.max(from, start),
  to: Math.min(to ?? Number.POSITIVE_INFINITY, start + count * stepMs, until),
})

/**
 * Bucket by bucket: those that begin or end in it count for as long as they stand, those that outlast it stay counted at
 * its whole length. So each interval is touched a few times, however many buckets it spans.
 */
function sweep<T, Read>(
  parts: readonly Part<T>[],
  buckets: Buckets,
  known: KnownTime,
  { add, read }: { add: (part: number, weightMs: number) => void; read: (intervals: number) => Read },
): (Read | null)[] {
  const { from: start, stepMs, count } = buckets
  const bucketOf = (at: number) => Math.floor((at - start) / stepMs)
  const partial: { part: number; weightMs: number }[][] = Array.from({ length: count }, () => [])
  const entering: number[][] = Array.from({ length: count }, () => [])
  const leaving: number[][] = Array.from({ length: count }, () => [])
  for (const [part, { from, to }] of parts.entries()) {
    const first = bucketOf(from)
    // The one in which its last moment lies.
    const last = bucketOf(to - 1)
    if (first === last) {
      partial[first]?.push({ part, weightMs: to - from })
      continue
    }
    partial[first]?.push({ part, weightMs: start + (first + 1) * stepMs - from })
    partial[last]?.push({ part, weightMs: to - (start + last * stepMs) })
    if (first + 1 < last) {
      entering[first + 1]?.push(part)
      leaving[last]?.push(part)
    }
  }
  const found: (Read | null)[] = []
  let lasting = 0
  for (let bucket = 0; bucket < count; bucket++) {
    const [ins, outs, own] = [entering[bucket] ?? [], leaving[bucket] ?? [], partial[bucket] ?? []]
    for (const part of ins) add(part, stepMs)
    for (const part of outs) add(part, -stepMs)
    lasting += ins.length - outs.length
    for (const { part, weightMs } of own) add(part, weightMs)
    const intervals = lasting + own.length
    found.push(intervals > 0 && known.isKnown[bucket] ? read(intervals) : null)
    for (const { part, weightMs } of own) add(part, -weightMs)
  }
  return found
}

/** The distinct prices, ascending, equal fractions as one. */
function ranked(prices: readonly Price[]) {
  const keyOf = ({ wei, perUnits }: Price) => `${wei}/${perUnits}`
  const distinct = [...new Map(prices.map((price) => [keyOf(price), price])).values()].sort(comparePrice)
  const ranks = new Map<string, number>()
  const ascending: Price[] = []
  for (const price of distinct) {
    const before = ascending.at(-1)
    if (before === undefined || comparePrice(before, price) !== 0) ascending.push(price)
    ranks.set(keyOf(price), ascending.length - 1)
  }
  return { prices: ascending, rankOf: (price: Price) => ranks.get(keyOf(price)) ?? 0 }
}
