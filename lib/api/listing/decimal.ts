/** An exact fraction; the denominator is positive. */
export interface Decimal {
  readonly numerator: bigint
  readonly denominator: bigint
}

/** How many digits may stand on either side of the point, once the exponent is written out. */
const MAX_DIGITS = 60
const DECIMAL = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?(?:e([+-]?\d{1,2}))?$/i
const FRACTION = /^(-?\d{1,60})\/(\d{1,60})$/

/** `3000`, `0.4`, `1e6`, or `1/3` for what does not end, in lowest terms; null when it is none of them or too long. */
export function parseDecimal(text: string): Decimal | null {
  const [, above = '', below = ''] = FRACTION.exec(text) ?? []
  if (below !== '') return BigInt(below) === 0n ? null : reduced(BigInt(above), BigInt(below))

  const match = DECIMAL.exec(text)
  if (!match) return null
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match
  const digits = BigInt(sign + whole + fraction)
  const places = fraction.length - Number(exponent)
  if (places > MAX_DIGITS) return null
  const decimal = places > 0 ? reduced(digits, powerOfTen(places)) : reduced(digits * powerOfTen(-places), 1n)
  return absolute(decimal.numerator) < powerOfTen(MAX_DIGITS) * decimal.denominator ? decimal : null
}

/** Negative when a is less, positive when more, 0 when equal as fractions. */
export function compareDecimals(a: Decimal, b: Decimal): number {
  const left = a.numerator * b.denominator
  const right = b.numerator * a.denominator
  return left < right ? -1 : left > right ? 1 : 0
}

/** As decimal text when it ends within `places` places, else as `n/d`: never rounded. */
export function decimalText({ numerator, denominator }: Decimal, { places }: { places: number }): string {
  const scaled = absolute(numerator) * powerOfTen(places)
  if (scaled % denominator !== 0n) return `${numerator}/${denominator}`
  const digits = (scaled / denominator).toString().padStart(places + 1, '0')
  const whole = digits.slice(0, digits.length - places)
  const fraction = digits.slice(digits.length - places).replace(/0+$/, '')
  return `${numerator < 0n ? '-' : ''}${whole}${fraction && `.${fraction}`}`
}

/** One spelling for every value, so that equal questions are written alike. */
function reduced(numerator: bigint, denominator: bigint): Decimal {
  const divisor = greatestCommonDivisor(absolute(numerator), denominator)
  return { numerator: numerator / divisor, denominator: denominator / divisor }
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let [larger, smaller] = [a, b]
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller]
  return larger
}

const absolute = (value: bigint): bigint => (value < 0n ? -value : value)
const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent)
