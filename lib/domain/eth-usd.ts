/** USD for one ETH, exactly `numerator / denominator`; both are positive. */
export interface EthUsdRate {
  readonly numerator: bigint
  readonly denominator: bigint
  /** When the feed last changed it (ms). */
  readonly updatedAt: number
  readonly block: bigint
}

export type EthUsdReading =
  | { readonly kind: 'fresh'; readonly rate: EthUsdRate }
  /** The feed lags: the rate is older than was allowed. */
  | { readonly kind: 'stale'; readonly rate: EthUsdRate; readonly ageMs: number }
  /** No rate, and why, in one sentence. */
  | { readonly kind: 'unusable'; readonly problem: string }
