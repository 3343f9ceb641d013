import type { PriceLatencyPointDto } from '@/lib/api/contract/price-latency'
import { type ColouredName, colouredNames, OTHER_COLOUR } from '../../../_components/category-colours'
import { type Axis, axisOf } from '../../../_components/point-chart/axis'
import type { ChartPoint } from '../../../_components/point-chart/point-chart'

/** What the colour of a point says. */
export const COLOURED_BY = ['region', 'gpu'] as const
export type ColouredBy = (typeof COLOURED_BY)[number]
export const COLOUR_WORDS: Readonly<Record<ColouredBy, string>> = { region: 'region', gpu: 'card' }

/** Beyond this spread the lower values would lie on top of each other. */
const LOG_FROM = 100

export interface TradeOffPoint extends ChartPoint {
  readonly about: PriceLatencyPointDto
}

export interface TradeOff {
  readonly points: readonly TradeOffPoint[]
  readonly price: Axis
  readonly latency: Axis
  /** Those that have a colour of their own, most points first. */
  readonly names: readonly ColouredName[]
  readonly hasOthers: boolean
  readonly hasUnnamed: boolean
}

/** Where to draw what, and in which colour. */
export function tradeOff(points: readonly PriceLatencyPointDto[], by: ColouredBy): TradeOff {
  const named = points.map((point) => point[by])
  const names = colouredNames(named)
  const colours = new Map(names.map(({ name, colour }) => [name, colour]))
  const drawn = points.map(
    (about): TradeOffPoint => ({
      about,
      id: about.offering_id,
      state: about.state,
      x: Number(about.price.wei_per_unit),
      y: about.latency_ms,
      colour: colours.get(about[by] ?? '') ?? OTHER_COLOUR,
    }),
  )
  return {
    points: drawn,
    price: axisOf(
      drawn.map(({ x }) => x),
      LOG_FROM,
    ),
    latency: axisOf(
      drawn.map(({ y }) => y),
      LOG_FROM,
    ),
    names,
    hasOthers: named.some((name) => name !== null && !colours.has(name)),
    hasUnnamed: named.includes(null),
  }
}
