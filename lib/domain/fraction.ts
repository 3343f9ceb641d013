import { formatDecimal } from './price'
import type { Fraction } from './usd'

/** Arithmetic on exact amounts: no step is rounded, a denominator stays positive. */

export const multiply = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.numerator,
  denominator: a.denominator * b.denominator,
})

export const subtract = (a: Fraction, b: Fraction): Fraction => ({
  numerator: a.numerator * b.denominator - b.numerator * a.denominator,
  denominator: a.denominator * b.denominator,
})

/** Null where the divisor is zero. */
export const divide = (a: Fraction, b: Fraction): Fraction | null => {
  if (b.numerator === 0n) return null
  const sign = b.numerator < 0n ? -1n : 1n
  return {
    numerator: sign * a.numerator * b.denominator,
    denominator: sign * a.denominator * b.numerator,
  }
}

/** As a decimal text, exact when it ends within `digits` places, else cut there, towards zero: `-0.0125`. */
export function formatFraction({ numerator, denominator }: Fraction, digits?: number): string {
  const text = formatDecimal({ wei: numerator < 0n ? -numerator : numerator, perUnits: denominator }, digits)
  return numerator < 0n && text !== '0' ? `-${text}` : text
}
