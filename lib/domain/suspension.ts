/** What can be suspended: an offering, by its id, or a node with all that it offers, by its URI. */
export const SUSPENSION_SCOPES = ['offering', 'node'] as const
export type SuspensionScope = (typeof SUSPENSION_SCOPES)[number]

/** Everything but trusted; what each means is said at `Admission`. */
export const SUSPENSION_STATES = ['suspended', 'trial', 'recovering'] as const
