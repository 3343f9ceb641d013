import type { OfferingDto } from '@/lib/api/contract/offering'
import type { PriceUnit } from '@/lib/domain/pipeline'
import { type Axis, axisOf, scaleOf } from '../../../../_components/point-chart/axis'
import type { ChartPoint } from '../../../../_components/point-chart/point-chart'
import { STATE_FACES } from '../../../../_components/state-badge'

/** Beyond this spread the lower prices would lie on top of each other. */
const LOG_FROM = 30
/** So many places beside each other; prices in the same one are stacked. */
const PLACES = 60

/** What is looked at of an offering. */
export type PricedOffering = Pick<OfferingDto, 'id' | 'state' | 'node_uri' | 'orchestrator' | 'price'>

/** `y`: its place in a stack, from 1. */
export interface StripPoint extends ChartPoint {
  readonly nodeUri: string
  readonly orchestrator: string | null
  readonly weiPerUnit: string
}

export interface PriceStrip {
  readonly unit: PriceUnit
  readonly price: Axis
  readonly places: Axis
  readonly points: readonly StripPoint[]
}

/** Every price that can be meant as a dot on a line, unlike units apart. */
export function priceStrips(offerings: readonly PricedOffering[]): readonly PriceStrip[] {
  const priced = offerings.flatMap(({ id, state, node_uri, orchestrator, price }) =>
    price && price.implausible === null
      ? [
          {
            unit: price.unit,
            point: {
              id,
              state,
              colour: STATE_FACES[state].fill,
              nodeUri: node_uri,
              orchestrator,
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
    const price = axisOf(xs, LOG_FROM)
    const { place: placeOf } = scaleOf(price, 0, PLACES)
    const stacks = new Map<number, number>()
    const points = alike
      .toSorted((a, b) => a.x - b.x)
      .map((point): StripPoint => {
        const place = Math.round(placeOf(point.x))
        const y = (stacks.get(place) ?? 0) + 1
        stacks.set(place, y)
        return { ...point, y }
      })
    const highest = Math.max(0, ...stacks.values())
    return { unit, price, places: { isLog: false, domain: [0, Math.max(4, highest + 1)] }, points }
  })
}
