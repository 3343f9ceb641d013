import { comparePrice, type Price } from '@/lib/domain/price'
import type { Offering } from './offering'
import { implausibility } from './price-costs'

/** Prices of like offerings. Those that nobody can mean, and those that are not stated, are counted and left out. */
export interface PriceSpread {
  /** How many prices the others are of; stated zeros are among them. */
  readonly n: number
  readonly min: Price | null
  /** Quartiles by nearest rank: prices that somebody asks. */
  readonly p25: Price | null
  readonly p75: Price | null
  readonly median: Price | null
  readonly max: Price | null
  readonly zero: number
  readonly missing: number
  readonly implausible: number
}

/** All in one unit: the caller sees to it. */
export function priceSpread(offerings: readonly Offering[]): PriceSpread {
  const prices: Price[] = []
  let implausible = 0
  for (const { pipeline, unit, price } of offerings) {
    if (price.kind !== 'stated') continue
    if (implausibility(pipeline, unit, price.price) === null) prices.push(price.price)
    else implausible += 1
  }
  prices.sort(comparePrice)
  return {
    n: prices.length,
    min: prices[0] ?? null,
    p25: nearestRank(prices, 25),
    p75: nearestRank(prices, 75),
    median: medianPrice(prices),
    max: prices.at(-1) ?? null,
    zero: prices.filter(({ wei }) => wei === 0n).length,
    missing: offerings.length - prices.length - implausible,
    implausible,
  }
}

const nearestRank = (sorted: readonly Price[], percent: number): Price | null =>
  sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? null

/** Of sorted prices; between two middle ones their exact mean. */
function medianPrice(sorted: readonly Price[]): Price | null {
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  if (upper === undefined || lower === undefined) return null
  if (comparePrice(lower, upper) === 0) return lower
  return {
    wei: lower.wei * upper.perUnits + upper.wei * lower.perUnits,
    perUnits: 2n * lower.perUnits * upper.perUnits,
  }
}
