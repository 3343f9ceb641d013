import type { PriceDto } from '@/lib/api/contract/price'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { comparePrice } from '@/lib/domain/price'

const UNITS = Object.keys(UNIT_LABELS)

/** For sorting: within each unit by price (`sign` -1: the dearest first), unit after unit, and what has none last. */
export function comparePriceDtos(a: PriceDto | null, b: PriceDto | null, sign: 1 | -1): number {
  if (!a || !b) return Number(!a) - Number(!b)
  if (a.unit !== b.unit) return UNITS.indexOf(a.unit) - UNITS.indexOf(b.unit)
  return sign * comparePrice(exactPrice(a), exactPrice(b))
}

const exactPrice = ({ wei, per_units }: PriceDto) => ({ wei: BigInt(wei), perUnits: BigInt(per_units) })
