import type { Fraction } from './usd'

/** Longer ones are no amounts that anybody means, and 1e999999999 would fill the memory. */
const MAX_SPELLING = 100
const MAX_EXPONENT = 100n

/** A JSON number's spelling as an exact fraction with a positive denominator; null when it is none or out of bounds. */
export function exactFraction(spelling: string): Fraction | null {
  if (spelling.length > MAX_SPELLING) return null
  const match = /^(-?(?:0|[1-9]\d*))(?:\.(\d+))?(?:[eE]([+-]?)(\d+))?$/.exec(spelling)
  if (!match) return null
  const [, whole = '', decimals = '', sign = '', digits = '0'] = match
  const exponent = BigInt(digits)
  if (exponent > MAX_EXPONENT) return null
  const scale = 10n ** exponent
  const numerator = BigInt(whole + decimals)
  const denominator = 10n ** BigInt(decimals.length)
  return sign === '-'
    ? { numerator, denominator: denominator * scale }
    : { numerator: numerator * scale, denominator }
}
