/**
 * stated: an amount. zero: free, as stated. implausible: an amount that nobody can mean. missing: no price is stated.
 * invalid: what is stated is no price.
 */
export const PRICE_STATES = ['stated', 'zero', 'implausible', 'missing', 'invalid'] as const
export type PriceState = (typeof PRICE_STATES)[number]
