import type { OfferingDto } from '@/lib/api/contract'
import type { OfferingState } from '@/lib/domain/facet'
import type { PriceUnit } from '@/lib/domain/pipeline'

/** Beyond this spread the lower prices would lie on top of each other. */
const LOG_FROM = 30
/** So many places beside each other; prices in the same one are stacked. */
const PLACES = 60

export interface StripPoint {
  readonly id: string
  /** Where it is drawn; the exact amount stands in the table. */
  readonly x: number
  /** Its place in a stack, from 1. */
  readonly y: number
  readonly state: OfferingState
  readonly nodeUri: string
  readonly weiPerUnit: string
}

export interface PriceStrip {
  readonly unit: PriceUnit
  readonly isLog: boolean
  readonly highest: number
  readonly points: readonly StripPoint[]
}

/** Every price that can be meant as a dot on a line, unlike units apart. */
export function priceStrips(offerings: readonly OfferingDto[]): readonly PriceStrip[] {
  const priced = offerings.flatMap(({ id, state, node_uri, price }) =>
    price && price.implausible === null
      ? [
          {
            unit: price.unit,
            point: {
              id,
              state,
              nodeUri: node_uri,
              weiPerUnit: price.wei_per_unit,
              x: Number(price.wei_per_unit),
            },
          },
        ]
      : [],
  )
  return [...new Set(priced.map(({ unit }) => unit))].map((unit) => {
    const alike = priced.flatMap((one) => (one.unit === unit ? one.point : []))
    const xs = alike.map(({ x }) => x)
    const [least, most] = [Math.min(...xs), Math.max(...xs)]
    const isLog = least > 0 && most / least > LOG_FROM
    const scale = (x: number) => (isLog ? Math.log(x) : x)
    const span = scale(most) - scale(least)
    const stacks = new Map<number, number>()
    const points = alike
      .toSorted((a, b) => a.x - b.x)
      .map((point): StripPoint => {
        const place = span === 0 ? 0 : Math.round(((scale(point.x) - scale(least)) / span) * PLACES)
        const y = (stacks.get(place) ?? 0) + 1
        stacks.set(place, y)
        return { ...point, y }
      })
    return { unit, isLog, highest: Math.max(0, ...stacks.values()), points }
  })
}
