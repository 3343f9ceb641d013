import type { EthUsdRate } from './eth-usd'
import type { Price } from './price'

/** An exact amount, `numerator / denominator`; the denominator is positive. */
export interface Fraction {
  readonly numerator: bigint
  readonly denominator: bigint
}

export const WEI_PER_ETH = 10n ** 18n

/** What `units` cost in wei, exactly. */
export const costWei = ({ wei, perUnits }: Price, units: bigint): Fraction => ({
  numerator: wei * units,
  denominator: perUnits,
})

/** Wei → USD at a rate, exactly: no step is rounded. */
export const weiToUsd = (wei: Fraction, rate: Pick<EthUsdRate, 'numerator' | 'denominator'>): Fraction => ({
  numerator: wei.numerator * rate.numerator,
  denominator: wei.denominator * rate.denominator * WEI_PER_ETH,
})
