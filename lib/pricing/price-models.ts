import type { PricedModel } from '@/lib/catalog/roll-up'
import { multiply } from '@/lib/domain/fraction'
import type { SaleUnitName } from '@/lib/domain/sale-unit'
import type { Fraction } from '@/lib/domain/usd'
import { type CostEstimate, estimateCost, type Rate, type SaleBasis, saleBasis } from './estimate-cost'
import { allRules, findRule, type PriceRule, type Pricing, type RulePlace } from './pricing'

/** What a gateway makes of a catalog with its prices. */
export interface PricedCatalog {
  readonly offers: readonly Offer[]
  readonly notOffered: readonly NotOffered[]
  /** Rules that price nothing of what can be bought now. */
  readonly idle: readonly RulePlace[]
}

/** One model at the price that a client pays. Cost and rule are the operator's alone. */
export interface Offer {
  readonly model: PricedModel
  readonly rule: SellingRule
  readonly per: SaleUnitName
  /** What is sold, told in how its nodes bill it; null: they bill by something else. */
  readonly basis: SaleBasis | null
  readonly price: OfferPrice
  readonly cost: CostEstimate
}

export type SellingRule = Exclude<PriceRule, { kind: 'not-for-sale' }>

export type OfferPrice =
  | { readonly kind: 'known'; readonly usd: Fraction }
  | { readonly kind: 'unknown'; readonly reason: PriceGap }

/** Why a markup makes no price: a cost is missing, or its dollars, or how much a unit is. */
export type PriceGap = 'no-rate' | 'no-cost' | 'uncertain-unit'

export interface NotOffered {
  readonly model: PricedModel
  /** No rule is for it; one says so; or the one for everything names a unit that it is not billed by. */
  readonly reason: 'no-rule' | 'not-for-sale' | 'other-unit'
}

/** Prices every model that the rules are for. Exact: nothing is rounded. */
export function priceModels(models: readonly PricedModel[], pricing: Pricing, rate: Rate): PricedCatalog {
  const offers: Offer[] = []
  const notOffered: NotOffered[] = []
  const used = new Set<PriceRule>()
  for (const model of models) {
    const rule = findRule(pricing, model)
    if (rule) used.add(rule)
    const sold = offerOf(model, { rule, isFallback: rule === pricing.fallback, rate })
    if (typeof sold === 'string') notOffered.push({ model, reason: sold })
    else offers.push(sold)
  }
  const idle = allRules(pricing).filter((rule) => !used.has(rule))
  return { offers, notOffered, idle: idle.map(({ place }) => place) }
}

function offerOf(
  model: PricedModel,
  { rule, isFallback, rate }: { rule: PriceRule | null; isFallback: boolean; rate: Rate },
): Offer | NotOffered['reason'] {
  if (rule === null) return 'no-rule'
  if (rule.kind === 'not-for-sale') return rule.kind
  const basis = saleBasis(model, rule.kind === 'fixed' ? rule.per : null)
  const cost = estimateCost(basis, rate)
  if (rule.kind === 'fixed') {
    // Written for this very pipeline it stands; written for everything it is not for what has no such unit.
    if (basis === null && isFallback) return 'other-unit'
    return { model, rule, per: rule.per, basis, price: { kind: 'known', usd: rule.usd }, cost }
  }
  if (basis === null) return 'other-unit'
  return { model, rule, per: basis.unit.name, basis, price: markedUp(cost, rule.percent), cost }
}

/** Cost × (100 + percent) / 100. */
function markedUp(cost: CostEstimate, percent: Fraction): OfferPrice {
  if (cost.kind === 'unknown') return { kind: 'unknown', reason: 'no-cost' }
  const [reading, other] = cost.readings
  // Readings are a thousandfold apart: a price on one of them would be a guess.
  if (reading === undefined || other !== undefined) return { kind: 'unknown', reason: 'uncertain-unit' }
  if (reading.usd === null) return { kind: 'unknown', reason: 'no-rate' }
  const factor = {
    numerator: 100n * percent.denominator + percent.numerator,
    denominator: 100n * percent.denominator,
  }
  return { kind: 'known', usd: multiply(reading.usd.median, factor) }
}
