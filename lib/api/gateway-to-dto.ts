import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { formatFraction } from '@/lib/domain/fraction'
import { type Availability, availabilityOf } from '@/lib/pricing/availability'
import type { CostEstimate, CostReading } from '@/lib/pricing/estimate-cost'
import { marginOf } from '@/lib/pricing/margin'
import type { NotOffered, Offer, PricedCatalog, PriceGap } from '@/lib/pricing/price-models'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import type { GatewayMarginsDto, GatewayOfferDto, GatewayOfferingsDto } from './contract/gateway'
import { ethUsdToDto, snapshotToDto } from './to-dto'

export interface GatewayView {
  /** Null: nothing was collected yet. */
  readonly snapshot: Snapshot | null
  readonly quote: EthUsdQuote | null
  /** Why the file of prices cannot be used as it stands now, so that what it said before counts; left out: it can. */
  readonly pricingProblem?: string | null
  /** Null: the operator has set no prices. */
  readonly priced: PricedCatalog | null
}

/** What clients may know: no cost, no margin, no percentage of a markup. */
export function gatewayOfferingsToDto(view: GatewayView, version: string): GatewayOfferingsDto {
  const offers = view.priced?.offers ?? []
  const dtos = offers.map(offerToDto)
  return {
    format: 'livepeer-gateway/1',
    version,
    snapshot: view.snapshot && snapshotToDto(view.snapshot),
    eth_usd: ethUsdToDto(view.quote),
    reason: emptyReason(view),
    pipelines: distinct(dtos.map(({ pipeline }) => pipeline)),
    regions: distinct(dtos.flatMap(({ regions }) => regions.map(({ name }) => name))),
    reliability: {
      availability: availabilityToDto(availabilityOf(offers.map(({ model }) => model))),
      mean_inference_latency: NOT_MEASURED,
      failover: { state: 'other-node', reason: FAILOVER },
    },
    count: dtos.length,
    offers: dtos,
  }
}

/** What requests took is the operator's own (`/api/v1/requests/summary`). */
const NOT_MEASURED: GatewayOfferDto['mean_inference_latency'] = {
  ms: null,
  requests: null,
  reason: 'this gateway does not publish it',
}
const FAILOVER =
  'A job whose node fails before the first byte of its answer is sent to another one; after that it ends with an error.'

function emptyReason({ priced }: GatewayView): GatewayOfferingsDto['reason'] {
  if (priced === null)
    return { code: 'no-pricing', detail: 'This gateway has no pricing file, so it offers nothing.' }
  if (priced.offers.length > 0) return null
  return { code: 'nothing-served', detail: 'Nobody serves what this gateway has a price for.' }
}

const distinct = (names: readonly string[]): string[] => [...new Set(names)].sort()

const availabilityToDto = ({ percent, answered, asked }: Availability): GatewayOfferDto['availability'] => ({
  percent,
  answered,
  asked,
  window: 'latest-sweep',
})

function offerToDto(offer: Offer): GatewayOfferDto {
  const { kind, pipeline, model, states, regions, nodes } = offer.model
  return {
    kind,
    pipeline,
    model,
    price: priceToDto(offer),
    is_warm: states.warm > 0,
    regions: regions.map(({ name, count }) => ({ name, nodes: count })),
    nodes,
    availability: availabilityToDto(availabilityOf([offer.model])),
    mean_inference_latency: NOT_MEASURED,
  }
}

function priceToDto({ price, per, basis, rule }: Offer): GatewayOfferDto['price'] {
  const gap = price.kind === 'unknown' ? GAPS[price.reason] : null
  const uncertainty = basis?.unit.uncertainty ?? null
  return {
    usd: price.kind === 'known' ? formatFraction(price.usd) : null,
    per,
    label: basis?.unit.label ?? per,
    basis: rule.kind,
    reason: gap,
    quantity: basis && {
      unit: basis.prices.unit,
      units: basis.unit.readings.map(String),
      uncertainty,
    },
  }
}

const GAPS: Readonly<Record<PriceGap, string>> = {
  'no-rate': 'It follows a price in ETH, and what an ETH is in dollars is not known.',
  'no-cost': 'It follows what the network charges, and nobody states that.',
  'uncertain-unit': 'It follows what the network charges, and how much of it one unit takes is not certain.',
}

/** For the operator alone. */
export function gatewayMarginsToDto(view: GatewayView): GatewayMarginsDto {
  const { offers, notOffered, idle } = view.priced ?? { offers: [], notOffered: [], idle: [] }
  const models = offers.map(marginRowToDto)
  return {
    snapshot: view.snapshot && snapshotToDto(view.snapshot),
    eth_usd: ethUsdToDto(view.quote),
    reason: emptyReason(view),
    count: models.length,
    negative: models.filter((row) => row.is_negative).length,
    models,
    not_offered: notOffered.map(notOfferedToDto),
    file_problem: view.pricingProblem ?? null,
    idle_rules: idle.map(({ path, line }) => ({ path, line })),
  }
}

const notOfferedToDto = ({ model: { kind, pipeline, model }, reason }: NotOffered) => ({
  kind,
  pipeline,
  model,
  reason,
})

type MarginRow = GatewayMarginsDto['models'][number]

function marginRowToDto(offer: Offer): MarginRow {
  const { rule, cost, basis } = offer
  const { kind, pipeline, model, orchestrators, nodes } = offer.model
  const costs = cost.kind === 'estimated' ? cost.readings.map((reading) => costToDto(reading, offer)) : []
  const spread = basis?.prices.spread
  return {
    kind,
    pipeline,
    model,
    rule: {
      path: rule.place.path,
      line: rule.place.line,
      basis: rule.kind,
      markup_percent: rule.kind === 'markup' ? formatFraction(rule.percent) : null,
    },
    price: priceToDto(offer),
    orchestrators,
    nodes,
    prices: spread
      ? { n: spread.n, zero: spread.zero, missing: spread.missing, implausible: spread.implausible }
      : null,
    costs,
    cost_problem: costProblem(cost),
    is_negative: costs.some(({ margin }) => margin?.is_negative),
  }
}

function costProblem(cost: CostEstimate): MarginRow['cost_problem'] {
  if (cost.kind === 'unknown') return cost.reason
  return cost.readings.some(({ usd }) => usd === null) ? 'no-rate' : null
}

function costToDto({ units, usd }: CostReading, { price, basis }: Offer): MarginRow['costs'][number] {
  const marginToDto = (which: 'median' | 'max'): MarginRow['costs'][number]['margin'] => {
    if (usd === null || price.kind === 'unknown') return null
    const margin = marginOf(price.usd, usd[which])
    return {
      usd: formatFraction(margin.usd),
      percent: margin.percent && formatFraction(margin.percent),
      is_negative: margin.isNegative,
    }
  }
  return {
    units: String(units),
    uncertainty: basis?.unit.uncertainty ?? null,
    min_usd: usd && formatFraction(usd.min),
    median_usd: usd && formatFraction(usd.median),
    max_usd: usd && formatFraction(usd.max),
    margin: marginToDto('median'),
    margin_at_max: marginToDto('max'),
  }
}
