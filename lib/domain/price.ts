/**
 * A price as a node states it: `wei` for `perUnits` units. Both are exact; a fraction is never rounded.
 * `perUnits` is positive (`parsePrice` sees to it).
 */
export interface Price {
  readonly wei: bigint
  readonly perUnits: bigint
}

/** A price that cannot be used is null: no denominator, a negative one, or a negative amount. Zero is a price. */
export function parsePrice(wei: bigint, perUnits: bigint): Price | null {
  return perUnits > 0n && wei >= 0n ? { wei, perUnits } : null
}

/** Negative when a is cheaper, positive when dearer, 0 when equal as fractions. Only for prices in the same unit. */
export function comparePrice(a: Price, b: Price): number {
  const difference = a.wei * b.perUnits - b.wei * a.perUnits
  return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** A decimal amount of wei per unit, such as `3000`, `0.4` or `1e6`, as an exact price; null when it is not one. */
export function parseDecimalPrice(text: string): Price | null {
  const match = /^(\d{1,30})(?:\.(\d{1,30}))?(?:e\+?(\d{1,2}))?$/i.exec(text.trim())
  if (!match) return null
  const [, whole = '', fraction = '', exponent = '0'] = match
  return { wei: BigInt(whole + fraction) * 10n ** BigInt(exponent), perUnits: 10n ** BigInt(fraction.length) }
}

/** Wei per unit as a decimal text, exact when it ends within `digits` places, else cut there: `214.93`. */
export function formatDecimal(price: Price, digits = 18): string {
  const whole = price.wei / price.perUnits
  const scaled = ((price.wei % price.perUnits) * 10n ** BigInt(digits)) / price.perUnits
  const fraction = scaled.toString().padStart(digits, '0').replace(/0+$/, '')
  return fraction ? `${whole}.${fraction}` : whole.toString()
}
