/** USD for one ETH, exactly `numerator / denominator`; both are positive. */
export interface EthUsdRate {
  readonly numerator: bigint
  readonly denominator: bigint
  /** When the feed last changed it (ms). */
  readonly updatedAt: number
  readonly block: bigint
}

export const RATE_SOURCES = ['fixed', 'http', 'chain'] as const
export type RateSource = (typeof RATE_SOURCES)[number]

/** The rate that prices are shown in dollars at, with where it comes from. Moments are ms since 1970. */
export interface EthUsdQuote {
  readonly rate: Pick<EthUsdRate, 'numerator' | 'denominator'>
  /** `fixed` by configuration, an `http` server, Chainlink's feed on the `chain`. */
  readonly source: RateSource
  /** From when it is, as far as the source says: the feed's last change, the moment it was read, the start for a fixed one. */
  readonly at: number
}

export type EthUsdReading =
  | { readonly kind: 'fresh'; readonly rate: EthUsdRate }
  /** The feed lags: the rate is older than was allowed. */
  | { readonly kind: 'stale'; readonly rate: EthUsdRate; readonly ageMs: number }
  /** No rate, and why, in one sentence. */
  | { readonly kind: 'unusable'; readonly problem: string }
