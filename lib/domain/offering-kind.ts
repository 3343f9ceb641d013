/** A pipeline of the protocol, a capability that an operator brings along, an app that a node keeps running, or
 * the transcoding of segments that the network began with. */
export const OFFERING_KINDS = ['ai', 'byoc', 'live-runner', 'transcoding'] as const
export type OfferingKind = (typeof OFFERING_KINDS)[number]
