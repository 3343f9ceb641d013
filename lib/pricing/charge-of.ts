import type { Fraction } from '@/lib/domain/usd'
import type { Offer } from './price-models'

/** What a client pays for so many billed units, in dollars; null: the price is not known, or not told in those. */
export function chargeOf({ price, basis }: Pick<Offer, 'price' | 'basis'>, units: bigint): Fraction | null {
  // Of several readings the last one is the orchestrator's own, by which a job's units are counted, too.
  const perUnit = basis?.unit.readings.at(-1)
  if (price.kind !== 'known' || perUnit === undefined || perUnit === 0n) return null
  return { numerator: price.usd.numerator * units, denominator: price.usd.denominator * perUnit }
}
