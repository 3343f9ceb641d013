/**
 * stated: an amount. zero: free, as stated. implausible: an amount that nobody can mean. missing: no price is stated.
 * invalid: what is stated is no price.
 */
export const PRICE_STATES = ['stated', 'zero', 'implausible', 'missing', 'invalid'] as const
export type PriceState = (typeof PRICE_STATES)[number]

/** Nobody sells a picture, or an hour of anything, for that: such prices keep work away, or are mistakes. */
export const IMPLAUSIBLE_FROM_ETH = 1n
