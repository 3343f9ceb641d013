/** What offerings can be narrowed down by, value by value. */
export const FACETS = ['pipeline', 'model', 'gpu', 'region', 'state'] as const

/** Facet value of what a node does not say. */
export const UNKNOWN_VALUE = 'unknown'

/**
 * warm: the model is loaded. cold: advertised, not loaded. priced-only: on the price list, not advertised.
 * unknown: the protocol does not say (BYOC, transcoding).
 */
export const OFFERING_STATES = ['warm', 'cold', 'priced-only', 'unknown'] as const
export type OfferingState = (typeof OFFERING_STATES)[number]
