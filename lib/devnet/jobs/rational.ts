import type { Fraction } from '@/lib/domain/usd'

/** In lowest terms and with a positive denominator, as Go's big.Rat keeps every number; the denominator is not zero. */
export function rational(numerator: bigint, denominator: bigint): Fraction {
  const divisor = greatestCommonDivisor(abs(numerator), abs(denominator)) * (denominator < 0n ? -1n : 1n)
  return { numerator: numerator / divisor, denominator: denominator / divisor }
}

export const add = (a: Fraction, b: Fraction): Fraction =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

export const isLess = (a: Fraction, b: Fraction): boolean =>
  a.numerator * b.denominator < b.numerator * a.denominator

export const abs = (n: bigint): bigint => (n < 0n ? -n : n)

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}
