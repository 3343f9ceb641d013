import { bytesToBigInt, bytesToHex, hexToBytes, keccak256, stringToBytes, verifyMessage } from 'viem'
import { z } from 'zod'
import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'
import type { AskerIdentity } from '@/lib/livepeer/asker-identity'
import { belowBase } from '@/lib/net/operator-place'

/**
 * One POST of a JSON text, bounded in size and time. `detail` says in a few words why no answer came, and holds nothing
 * of the URL or the headers. Rejects only when `signal` is aborted.
 */
export type PostJson = (
  url: string,
  request: {
    readonly headers: Readonly<Record<string, string>>
    readonly body: string
    readonly signal: AbortSignal
  },
) => Promise<
  | { readonly ok: true; readonly status: number; readonly body: string }
  | { readonly ok: false; readonly detail: string }
>

/** `problem` is a part of a sentence, without the URL's credentials and query, the headers and the signature. */
export type SignerAnswer =
  | { readonly ok: true; readonly identity: AskerIdentity; readonly address: EthAddress }
  | { readonly ok: false; readonly problem: string }

/**
 * The identity that go-livepeer's remote signer lends us, checked as an orchestrator will check it. `url` may have a
 * base path. Rejects only when `signal` is aborted.
 */
export async function fetchSignerIdentity(
  { url, headers }: { url: string; headers: Readonly<Record<string, string>> },
  { post, signal }: { post: PostJson; signal: AbortSignal },
): Promise<SignerAnswer> {
  const answer = await post(belowBase(url, 'sign-orchestrator-info'), { headers, body: '{}', signal })
  if (!answer.ok) return failed(`it could not be asked: ${answer.detail}`)
  if (answer.status !== 200) return failed(`it answered ${answer.status}`)
  const stated = parseAnswer(answer.body)
  if (stated === null)
    return failed('its answer is not {"address", "signature"} with 20 and 65 bytes in hexadecimal')
  const address = addressFromBytes(stated.address)
  const identity = { address: stated.address, signature: withGoRecovery(stated.signature) }
  if (!(await isAccepted(address, identity.signature)))
    return failed('its signature does not prove the address it states')
  return { ok: true, identity, address }
}

const failed = (problem: string): SignerAnswer => ({ ok: false, problem })

function parseAnswer(body: string): z.infer<typeof Answer> | null {
  try {
    return Answer.safeParse(JSON.parse(body)).data ?? null
  } catch {
    return null
  }
}

const hex = (bytes: number) =>
  z
    .string()
    .regex(new RegExp(`^(0x)?[0-9a-f]{${2 * bytes}}$`, 'i'))
    .transform((text) => hexToBytes(`0x${text.slice(-2 * bytes)}`))

const Answer = z.object({ address: hex(20), signature: hex(65) })

/** Some signers count the recovery id from 0; orchestrators want it from 27. */
function withGoRecovery(signature: Uint8Array): Uint8Array {
  const v = signature[64] ?? 0
  return Uint8Array.of(...signature.subarray(0, 64), v < 2 ? v + 27 : v)
}

/** Half the order of secp256k1. Of the two signatures that fit, go-livepeer takes the one below (crypto/verify.go). */
const MAX_S = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/** What is signed is told at `identityOfKey`. */
async function isAccepted(address: EthAddress, signature: Uint8Array): Promise<boolean> {
  if (bytesToBigInt(signature.subarray(32, 64)) > MAX_S) return false
  try {
    return await verifyMessage({
      address,
      message: { raw: keccak256(stringToBytes(address)) },
      signature: bytesToHex(signature),
    })
  } catch {
    // No point of the curve, or no recovery id.
    return false
  }
}
