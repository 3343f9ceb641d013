import type { Fraction } from '@/lib/domain/usd'

/** In lowest terms and with a positive denominator, as Go's big.Rat keeps every number; the denominator is not zero. */
export function rational(numerator: bigint, denominator: bigint): Fraction {
  const divisor = greatestCommonDivisor(abs(numerator), abs(denominator)) * (denominator < 0n ? -1n : 1n)
  return { numerator: numerator / divisor, denominator: denominator / divisor }
}

export const add = (a: Fraction, b: Fraction): Fraction =>
  rational(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator)

export const subtract = (a: Fraction, b: Fraction): Fraction => add(a, { ...b, numerator: -b.numerator })

export const isLess = (a: Fraction, b: Fraction): boolean =>
  a.numerator * b.denominator < b.numerator * a.denominator

export const larger = (a: Fraction, b: Fraction): Fraction => (isLess(a, b) ? b : a)

/** The next whole number from it on, of a fraction above zero. */
export const ceiling = ({ numerator, denominator }: Fraction): bigint =>
  (numerator + denominator - 1n) / denominator

/** As Go's big.Rat writes itself: `3/2`, and whole numbers alone. */
export const rationalText = ({ numerator, denominator }: Fraction): string =>
  denominator === 1n ? String(numerator) : `${numerator}/${denominator}`

/** Null: not such a text. */
export function parseRational(text: string): Fraction | null {
  const match = /^(-?\d{1,200})(?:\/(\d{1,200}))?$/.exec(text)
  const denominator = BigInt(match?.[2] ?? 1)
  return match?.[1] === undefined || denominator === 0n ? null : rational(BigInt(match[1]), denominator)
}

/** So many places after the point, the last one rounded half away from zero, as Go's FloatString. */
export function decimalText({ numerator, denominator }: Fraction, places: number): string {
  const scaled = abs(numerator) * 10n ** BigInt(places)
  const rounded = (2n * scaled + denominator) / (2n * denominator)
  const digits = String(rounded).padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const sign = numerator < 0n && rounded > 0n ? '-' : ''
  return places === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-places)}`
}

export const abs = (n: bigint): bigint => (n < 0n ? -n : n)

export function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}
