import { type Hex, hexToBytes, keccak256, stringToBytes } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'

/** Who asks: 20 bytes of address, and the proof that it is ours: a signature of the address over itself. */
export interface AskerIdentity {
  readonly address: Uint8Array
  /** 65 bytes, or none without an identity. */
  readonly signature: Uint8Array
}

/** Off chain: the zero address and no signature, which only orchestrators off chain accept. */
export const NO_IDENTITY: AskerIdentity = { address: new Uint8Array(20), signature: new Uint8Array(0) }

/**
 * The identity of a private key. The signature is one for all requests, without a nonce: whoever sees it can ask in our
 * name, so it is as secret as the key. Signed is the Keccak hash of the checksummed address as text, under Ethereum's
 * message prefix (go-livepeer core/broadcaster.go, crypto/verify.go).
 */
export async function identityOfKey(privateKey: Hex): Promise<AskerIdentity> {
  const account = privateKeyToAccount(privateKey)
  const signature = await account.signMessage({ message: { raw: keccak256(stringToBytes(account.address)) } })
  return { address: hexToBytes(account.address), signature: hexToBytes(signature) }
}
