import { comparePrice, type Price } from '@/lib/domain/price'
import { grouped } from './grouped'
import type { Offering } from './offering'
import { implausibility } from './price-costs'
import { type PriceSpread, priceSpread } from './price-spread'

/** Offerings that are bought instead of each other: of one kind, pipeline, model and unit. */
export interface Comparable {
  /** Whoever advertises it; what is only on a price list is no offer. */
  readonly offerings: readonly Offering[]
  /** Those that can be meant, the lowest first. */
  readonly prices: readonly Price[]
  readonly spread: PriceSpread
}

export interface PricePosition {
  /** From 1, the cheapest; equal prices share the better rank. */
  readonly rank: number
  /** Of how many, itself counted. */
  readonly of: number
  /** How many of the others in 100 do not ask less; null: there are no others. */
  readonly percentile: number | null
  /** The nearest other price below and above; null: there is none. */
  readonly cheaper: Price | null
  readonly dearer: Price | null
}

export const comparableKey = ({ kind, pipeline, model, unit }: Offering): string =>
  JSON.stringify([kind, pipeline, model, unit])

export function comparables(offerings: readonly Offering[]): ReadonlyMap<string, Comparable> {
  const advertised = offerings.filter(isAdvertised)
  return new Map(
    [...grouped(advertised, comparableKey)].map(([key, alike]) => [
      key,
      {
        offerings: alike,
        prices: alike.flatMap((offering) => plausiblePrice(offering) ?? []).sort(comparePrice),
        spread: priceSpread(alike),
      },
    ]),
  )
}

/** Whether its price is among those that it is compared with. */
export const isAdvertised = ({ state }: Offering): boolean => state !== 'priced-only'

/** Null: it states no price that counts. */
export function plausiblePrice({ price, pipeline, unit }: Offering): Price | null {
  if (price.kind !== 'stated' || implausibility(pipeline, unit, price.price) !== null) return null
  return price.price
}

/** Where a price stands among sorted ones. */
export function pricePosition(
  own: Price,
  prices: readonly Price[],
  /** Whether one of the equal ones is itself. */
  { isAmong }: { readonly isAmong: boolean },
): PricePosition {
  const from = firstAt(prices, (price) => comparePrice(price, own) >= 0)
  const to = firstAt(prices, (price) => comparePrice(price, own) > 0)
  const others = prices.length - (isAmong ? 1 : 0)
  return {
    rank: from + 1,
    of: others + 1,
    percentile: others === 0 ? null : (100 * (others - from)) / others,
    cheaper: prices[from - 1] ?? null,
    dearer: prices[to] ?? null,
  }
}

/** Where the first stands of which it holds; of sorted ones it holds of all that follow. */
function firstAt(prices: readonly Price[], holds: (price: Price) => boolean): number {
  let [low, high] = [0, prices.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const price = prices[middle]
    if (price !== undefined && !holds(price)) low = middle + 1
    else high = middle
  }
  return low
}
