import type { PriceRowDto } from '@/lib/api/contract/price-row'

/** Beyond this the lower prices would all lie at the edge. */
const LOG_FROM = 30

export interface PriceScale {
  readonly isLog: boolean
  /** Where a price is drawn, from 0 to 100. A zero has no place on a logarithmic scale: it lies at the edge. */
  readonly placeOf: (weiPerUnit: string) => number
}

/** One scale for all rows of a unit, so that they can be compared; null where there is nothing to draw. */
export function priceScale(rows: readonly PriceRowDto[]): PriceScale | null {
  const values = rows.flatMap(({ min, max }) =>
    min && max ? [Number(min.wei_per_unit), Number(max.wei_per_unit)] : [],
  )
  if (values.length === 0) return null
  const above = values.filter((value) => value > 0)
  const [low, high] = [Math.min(...above), Math.max(...above)]
  if (above.length === 0) return { isLog: false, placeOf: () => 0 }
  const isLog = high / low > LOG_FROM
  if (!isLog) return { isLog, placeOf: (text) => (100 * Number(text)) / high }
  const span = Math.log(high) - Math.log(low)
  return {
    isLog,
    placeOf: (text) => {
      const value = Number(text)
      return value <= 0 ? 0 : EDGE + ((100 - EDGE) * (Math.log(value) - Math.log(low))) / span
    },
  }
}

/** Between a zero and the lowest price above it. */
const EDGE = 6
