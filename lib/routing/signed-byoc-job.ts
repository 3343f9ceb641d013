import { keccak_256 } from '@noble/hashes/sha3.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import type { Asker } from '@/lib/identity/asker'
import type { AskerIdentity } from '@/lib/livepeer/asker-identity'
import { base64Json, senderOf, signatureHex } from './byoc-token'

/** A job for a capability of an orchestrator's own, as the client's header describes it. */
export interface ByocJob {
  readonly id: string
  readonly capability: string
  /** JSON texts, byte for byte: they are what is signed. */
  readonly request: string
  readonly parameters: string
  readonly timeoutSeconds: number
}

/** The header of a job in our name. Without a key it has no signature, which nodes off chain take (go-livepeer byoc/utils.go). */
export async function signedByocJob(
  { id, request, parameters, capability, timeoutSeconds }: ByocJob,
  { identity, signer }: Pick<Asker, 'signer'> & { readonly identity: AskerIdentity },
): Promise<{ readonly livepeer: string }> {
  const signature = signer
    ? await signer.sign(keccak_256(utf8ToBytes(`${request}${parameters}`)))
    : NO_SIGNATURE
  return {
    livepeer: base64Json({
      id,
      request,
      parameters,
      capability,
      sender: senderOf(identity).addr,
      sig: signatureHex(signature),
      timeout_seconds: timeoutSeconds,
    }),
  }
}

const NO_SIGNATURE = new Uint8Array(0)
