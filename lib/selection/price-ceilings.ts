import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { divide, multiply } from '@/lib/domain/fraction'
import type { Price } from '@/lib/domain/price'
import { type Fraction, WEI_PER_ETH } from '@/lib/domain/usd'

export const CEILING_CURRENCIES = ['wei', 'eth', 'usd'] as const
export type CeilingCurrency = (typeof CEILING_CURRENCIES)[number]

/** The most that one unit may cost, above zero. */
export interface Ceiling {
  readonly amount: Fraction
  readonly currency: CeilingCurrency
}

export interface PriceCeilings {
  /** For whatever has none of its own; null: any price will do. */
  readonly global: Ceiling | null
  /** By pipeline, then by model; `DEFAULT_MODEL` stands for every model that is not named. */
  readonly byModel: ReadonlyMap<string, ReadonlyMap<string, Ceiling>>
}

/** go-livepeer's word for it. */
export const DEFAULT_MODEL = 'default'

/** The ceiling of a model: its own, else its pipeline's, else everybody's. Null: any price will do. */
export function ceilingFor(
  { global, byModel }: PriceCeilings,
  { pipeline, model }: { readonly pipeline: string; readonly model: string | null },
): Ceiling | null {
  const ofPipeline = byModel.get(pipeline)
  const own = model === null ? null : ofPipeline?.get(model)
  return own ?? ofPipeline?.get(DEFAULT_MODEL) ?? global
}

/** In wei per unit, exactly; where that takes a rate (USD for one ETH) and there is none, it cannot be told. */
export function ceilingPrice(
  { amount, currency }: Ceiling,
  rate: EthUsdQuote['rate'] | null,
): Price | 'no-rate' {
  if (currency === 'wei') return priceOf(amount)
  if (currency === 'eth') return priceOf(multiply(amount, ETH))
  const eth = rate && divide(amount, rate)
  return eth ? priceOf(multiply(eth, ETH)) : 'no-rate'
}

const ETH: Fraction = { numerator: WEI_PER_ETH, denominator: 1n }

const priceOf = ({ numerator, denominator }: Fraction): Price => ({ wei: numerator, perUnits: denominator })
