import { isAnswered } from '@/lib/domain/outcome'
import type { PriceUnit } from '@/lib/domain/pipeline'
import { comparePrice, type Price } from '@/lib/domain/price'
import { groupsOf } from './groups-of'
import type { Offering } from './offering'
import { paretoFront } from './pareto-front'
import { implausibility } from './price-costs'
import { thinOut } from './thin-out'

/** An offering where price and discovery latency put it. */
export interface PriceLatencyPoint {
  readonly offering: Offering
  readonly price: Price
  /** No other one that can be had is at least as cheap and at least as fast, and better in one of both. */
  readonly isOnFront: boolean
}

export interface PriceLatency {
  /** Null: nothing is offered at all. */
  readonly pipeline: string | null
  /** Null: the pipeline is offered by nobody, in any unit. */
  readonly unit: PriceUnit | null
  /** The pipeline's units with how many offerings each has, most first: unlike units never come together. */
  readonly units: readonly { readonly unit: PriceUnit; readonly offerings: number }[]
  /** Of the pipeline in this unit: all, those with a price that can be meant, and the others. */
  readonly offerings: number
  readonly priced: number
  readonly missing: number
  readonly implausible: number
  readonly onFront: number
  /** The whole front, and of the others as many as there is room for, spread evenly over the prices; cheapest first. */
  readonly points: readonly PriceLatencyPoint[]
  readonly leftOut: number
}

/** More dots than this are one cloud; the list of offerings has them all. */
const MAX_POINTS = 300

/**
 * What price and latency can be had together in one pipeline. Null: the pipeline of most loaded models, the unit
 * of most offerings. What is only
 * on a price list, and whatever a node offers that did not answer when it was asked last, is shown and is never on the
 * front.
 */
export function priceLatency(
  catalog: { readonly offerings: readonly Offering[] },
  asked: { readonly pipeline: string | null; readonly unit: PriceUnit | null },
): PriceLatency {
  const pipeline = asked.pipeline ?? mainPipeline(catalog.offerings)
  const ofPipeline = catalog.offerings.filter((offering) => offering.pipeline === pipeline)
  const units = groupsOf(ofPipeline, ({ unit }) => unit)
    .map(([{ unit }, own]) => ({ unit, offerings: own.length }))
    .sort((a, b) => b.offerings - a.offerings || (a.unit < b.unit ? -1 : 1))
  const unit = asked.unit ?? units[0]?.unit ?? null
  const alike = ofPipeline.filter((offering) => offering.unit === unit)
  const stated = alike.flatMap((offering) =>
    offering.price.kind === 'stated' ? { offering, price: offering.price.price } : [],
  )
  const priced = stated
    .filter(({ offering, price }) => implausibility(offering.pipeline, offering.unit, price) === null)
    .sort((a, b) => byPrice(a, b) || byLatency(a, b))
  const front = new Set(paretoFront(priced.filter(canBeHad), byPrice, byLatency))
  const others = thinOut(
    priced.filter((point) => !front.has(point)),
    MAX_POINTS > front.size ? MAX_POINTS - front.size : 0,
  )
  const shown = new Set([...thinOut([...front], MAX_POINTS), ...others])
  return {
    pipeline,
    unit,
    units,
    offerings: alike.length,
    priced: priced.length,
    missing: alike.length - stated.length,
    implausible: stated.length - priced.length,
    onFront: front.size,
    points: priced
      .filter((point) => shown.has(point))
      .map((point) => ({ ...point, isOnFront: front.has(point) })),
    leftOut: priced.length - shown.size,
  }
}

type Priced = Pick<PriceLatencyPoint, 'offering' | 'price'>

const byPrice = (a: Priced, b: Priced): number => comparePrice(a.price, b.price)
const byLatency = (a: Priced, b: Priced): number => a.offering.latencyMs - b.offering.latencyMs

const canBeHad = ({ offering: { state, nodeOutcome } }: Priced): boolean =>
  state !== 'priced-only' && isAnswered(nodeOutcome)

/** That of most loaded models, else of most offerings; of equals the first by name. */
function mainPipeline(offerings: readonly Offering[]): string | null {
  const [main] = groupsOf(offerings, ({ pipeline }) => pipeline)
    .map(([{ pipeline }, own]) => ({
      pipeline,
      warm: own.filter(({ state }) => state === 'warm').length,
      all: own.length,
    }))
    .sort((a, b) => b.warm - a.warm || b.all - a.all || (a.pipeline < b.pipeline ? -1 : 1))
  return main?.pipeline ?? null
}
