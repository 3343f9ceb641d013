/** A pipeline of the protocol, a capability that an operator brings along, or an app that a node keeps running. */
export const OFFERING_KINDS = ['ai', 'byoc', 'live-runner'] as const
export type OfferingKind = (typeof OFFERING_KINDS)[number]
