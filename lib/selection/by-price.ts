import { comparePrice } from '@/lib/domain/price'
import type { Candidate } from './candidate'

/** The cheaper one first, exactly; who states no price comes last. Prices in unlike units lie beside each other, by unit. */
export function byPrice(a: Candidate, b: Candidate): number {
  if (a.price === null || b.price === null) return Number(a.price === null) - Number(b.price === null)
  const [unit, other] = [a.offering.unit, b.offering.unit]
  return unit === other ? comparePrice(a.price, b.price) : unit < other ? -1 : 1
}
