import type { PricedModel } from '@/lib/catalog/roll-up'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { PRICE_UNITS, type PriceUnit } from '@/lib/domain/pipeline'
import type { Price } from '@/lib/domain/price'
import { type SaleUnit, type SaleUnitName, saleUnits } from '@/lib/domain/sale-unit'
import { costWei, type Fraction, weiToUsd } from '@/lib/domain/usd'

/** What orchestrators charge for one unit of sale, exactly, as far as that can be told. */
export type CostEstimate =
  | {
      readonly kind: 'estimated'
      /** How many prices it is of: those that can be meant, stated zeros among them. */
      readonly n: number
      readonly billedUnit: PriceUnit
      /** One for each quantity that the unit may stand for; two where that is not certain. */
      readonly readings: readonly CostReading[]
    }
  | {
      readonly kind: 'unknown'
      /** Nobody states a price that can be meant; or nobody bills by what the unit could be told in. */
      readonly reason: 'no-price' | 'other-unit'
    }

export interface CostReading {
  /** How many billed units one unit of sale takes. */
  readonly units: bigint
  readonly wei: CostSpread
  /** Null without a rate. */
  readonly usd: CostSpread | null
}

export interface CostSpread {
  readonly min: Fraction
  /** The estimate itself: half of the prices are not above it. */
  readonly median: Fraction
  readonly max: Fraction
}

/** Dollars for one ETH; null: not known. */
export type Rate = EthUsdQuote['rate'] | null

/** How one model is told in a unit of sale: what it takes, and the prices that are stated in it. */
export interface SaleBasis {
  readonly unit: SaleUnit
  readonly prices: PricedModel['prices'][number]
}

/**
 * `per` null: the most telling unit there is. Where nodes price one model in several ways, the way of most of them counts.
 * Null: by none of the ways can it be sold per `per`.
 */
export function saleBasis(
  { pipeline, prices }: Pick<PricedModel, 'pipeline' | 'prices'>,
  per: SaleUnitName | null,
): SaleBasis | null {
  const bases = prices.flatMap((row): SaleBasis[] => {
    const units = saleUnits(pipeline, row.unit)
    const unit = per === null ? units[0] : units.find(({ name }) => name === per)
    return unit ? [{ unit, prices: row }] : []
  })
  const order = ({ prices: { unit } }: SaleBasis) => PRICE_UNITS.indexOf(unit)
  return bases.sort((a, b) => b.prices.spread.n - a.prices.spread.n || order(a) - order(b))[0] ?? null
}

export function estimateCost(basis: SaleBasis | null, rate: Rate): CostEstimate {
  if (basis === null) return { kind: 'unknown', reason: 'other-unit' }
  const { unit, prices } = basis
  const { n, min, median, max } = prices.spread
  if (min === null || median === null || max === null) return { kind: 'unknown', reason: 'no-price' }
  const spreadOf = (amount: (price: Price) => Fraction): CostSpread => ({
    min: amount(min),
    median: amount(median),
    max: amount(max),
  })
  return {
    kind: 'estimated',
    n,
    billedUnit: prices.unit,
    readings: unit.readings.map((units) => ({
      units,
      wei: spreadOf((price) => costWei(price, units)),
      usd: rate && spreadOf((price) => weiToUsd(costWei(price, units), rate)),
    })),
  }
}
