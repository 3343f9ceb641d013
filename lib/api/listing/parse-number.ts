const NUMBER = /^-?\d{1,30}(?:\.\d{1,30})?(?:e[+-]?\d{1,3})?$/i

/** A finite number as people and `String(number)` write it; null when it is none or too long. */
export function parseNumber(text: string): number | null {
  const value = NUMBER.test(text) ? Number(text) : Number.NaN
  // The sum turns -0 into 0: they are equal, so they are written alike.
  return Number.isFinite(value) ? value + 0 : null
}
