import type { Fraction } from '@/lib/domain/usd'
import { decimalText, isLess, rational } from '../jobs/rational'
import type { PaymentRequest } from './payment-request'
import { SignerRefusal } from './signer-refusal'

/** The most that somebody lets a unit cost; null: they do not say. */
export interface PriceCeiling {
  readonly source: string
  readonly price: Fraction | null
}

const UNITS: Readonly<Record<string, string>> = {
  live: 'seconds',
  lv2v: '720p-pixel-seconds',
  fixed: 'fixed',
}

/** The ceiling that a request brings, which has to be in the unit of its type. Throws SignerRefusal (400). */
export function requestedCeiling({ maxPrice, type }: PaymentRequest): Fraction | null {
  if (!maxPrice) return null
  const price = decimal(maxPrice.price.trim())
  if (!price || price.numerator <= 0n)
    throw new SignerRefusal(400, 'maxPrice.price must be a positive decimal')
  if (maxPrice.currency.trim().toLowerCase() !== 'wei')
    throw new SignerRefusal(400, 'maxPrice.currency must be wei')
  const unit = Object.hasOwn(UNITS, type) ? UNITS[type] : undefined
  if (unit === undefined) throw new SignerRefusal(400, 'maxPrice requires payment type live, lv2v, or fixed')
  if (maxPrice.unit.trim().toLowerCase() !== unit)
    throw new SignerRefusal(400, `maxPrice.unit must be ${unit} for payment type ${type}`)
  return price
}

/** Throws SignerRefusal (481) where the price is above the lowest of them. */
export function checkPrice(price: Fraction, ceilings: readonly PriceCeiling[]): void {
  let lowest: { readonly source: string; readonly price: Fraction } | null = null
  for (const { source, price: ceiling } of ceilings)
    if (ceiling && (!lowest || isLess(ceiling, lowest.price))) lowest = { source, price: ceiling }
  if (!lowest || !isLess(lowest.price, price)) return
  const [asked, most] = [decimalText(price, 3), decimalText(lowest.price, 3)]
  throw new SignerRefusal(481, `orchestrator price ${asked} exceeds ${lowest.source} ceiling ${most}`)
}

/** A JSON number, or null for other texts and for exponents that nobody means. */
function decimal(text: string): Fraction | null {
  const match = /^(-?)(\d{1,60})(?:\.(\d{1,60}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text)
  if (!match) return null
  const [, sign = '', whole = '', part = '', exponent = '0'] = match
  const shift = Number(exponent) - part.length
  const digits = BigInt(`${whole}${part}`) * (sign === '-' ? -1n : 1n)
  return shift < 0 ? rational(digits, 10n ** BigInt(-shift)) : rational(digits * 10n ** BigInt(shift), 1n)
}
