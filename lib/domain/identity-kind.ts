/** Who we can be toward orchestrators. */
export const IDENTITY_KINDS = ['none', 'ephemeral', 'private-key', 'keystore', 'remote-signer'] as const
export type IdentityKind = (typeof IDENTITY_KINDS)[number]
