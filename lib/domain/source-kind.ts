/** Kinds of sources of service URIs; `nodes` is what orchestrators advertise themselves, and never configured. */
export const SOURCE_KINDS = ['list', 'webhook', 'chain', 'signer', 'gateway', 'nodes'] as const
export type SourceKind = (typeof SOURCE_KINDS)[number]
