import { formatFraction } from './fraction'
import type { Price } from './price'

const PLACES = 2

/**
 * By how many percent a price changed, `-12.5`: cut after two places, towards zero. Null from a price of zero, where no
 * percentage says it. Only for prices in the same unit.
 */
export function priceChangePercent(before: Price, after: Price): string | null {
  if (before.wei === 0n) return null
  const base = before.wei * after.perUnits
  return formatFraction({ numerator: 100n * (after.wei * before.perUnits - base), denominator: base }, PLACES)
}
