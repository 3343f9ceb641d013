import { addressFromBytes } from '@/lib/domain/eth-address'
import type { IdentityKind } from '@/lib/domain/identity-kind'
import { type AskerIdentity, identityOfKey, NO_IDENTITY } from '@/lib/livepeer/asker-identity'
import { signerOfKey } from '@/lib/livepeer/eth-signature'
import type { GuardedDeps } from '@/lib/net/guarded-request'
import type { Asker } from './asker'
import { fetchSignerIdentity } from './remote-signer-identity'
import { signerDoor } from './signer-door'

/** Off chain. */
export const createNobody = (): Asker => ({
  kind: 'none',
  address: null,
  signer: null,
  identity: async () => ({ ok: true, identity: NO_IDENTITY }),
})

/** In the name of a key that we hold. */
export async function createKeyAsker(
  kind: IdentityKind,
  key: Parameters<typeof identityOfKey>[0],
): Promise<Asker> {
  const identity = await identityOfKey(key)
  return {
    kind,
    address: addressFromBytes(identity.address),
    signer: signerOfKey(key),
    identity: async () => ({ ok: true, identity }),
  }
}

/** As go-livepeer's gateway waits for it; the answer is a few hundred bytes. */
const SIGNER_TIMEOUT_MS = 30_000
const SIGNER_MAX_BYTES = 64 * 1024

/** In the name of a key that a remote signer holds; it is asked once, and until it has answered before every sweep. */
export function createSignerAsker(
  signer: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  net: GuardedDeps,
): Asker {
  const { post, url, headers } = signerDoor(signer, net, {
    timeoutMs: SIGNER_TIMEOUT_MS,
    maxBytes: SIGNER_MAX_BYTES,
  })
  let known: { identity: AskerIdentity; address: Asker['address'] } | null = null
  return {
    kind: 'remote-signer',
    signer: null,
    get address() {
      return known?.address ?? null
    },
    async identity(signal) {
      if (known) return { ok: true, identity: known.identity }
      const answer = await fetchSignerIdentity({ url, headers }, { post, signal })
      if (!answer.ok)
        return {
          ok: false,
          problem: `The remote signer gave us no identity, so nobody is asked: ${answer.problem}.`,
        }
      known = answer
      return { ok: true, identity: known.identity }
    },
  }
}
