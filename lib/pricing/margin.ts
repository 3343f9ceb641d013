import { divide, multiply, subtract } from '@/lib/domain/fraction'
import type { Fraction } from '@/lib/domain/usd'

/** What is left of a price. */
export interface Margin {
  readonly usd: Fraction
  /** Of the price; null where that is zero. */
  readonly percent: Fraction | null
  readonly isNegative: boolean
}

export function marginOf(priceUsd: Fraction, costUsd: Fraction): Margin {
  const usd = subtract(priceUsd, costUsd)
  const share = divide(usd, priceUsd)
  return {
    usd,
    percent: share && multiply(share, { numerator: 100n, denominator: 1n }),
    isNegative: usd.numerator < 0n,
  }
}
