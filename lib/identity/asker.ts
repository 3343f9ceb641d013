import type { EthAddress } from '@/lib/domain/eth-address'
import type { IdentityKind } from '@/lib/domain/identity-kind'
import type { AskerIdentity } from '@/lib/livepeer/asker-identity'
import type { EthSigner } from '@/lib/livepeer/eth-signature'

/** Who we are toward orchestrators. */
export interface Asker {
  readonly kind: IdentityKind
  /** Null while nobody told us, and without an identity. */
  readonly address: EthAddress | null
  /** Signs jobs in that name; null: we hold no key. */
  readonly signer: EthSigner | null
  /** Rejects only when the signal is aborted. */
  identity(signal: AbortSignal): Promise<IdentityAnswer>
}

export type IdentityAnswer =
  | { readonly ok: true; readonly identity: AskerIdentity }
  /** Why there is none at the moment, in one sentence. */
  | { readonly ok: false; readonly problem: string }
