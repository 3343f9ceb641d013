import { bytesToHex, type Hex, hexToBytes, recoverMessageAddress } from 'viem'
import { privateKeyToAccount } from 'viem/accounts'
import { type EthAddress, parseAddress } from '@/lib/domain/eth-address'

/** Signs in somebody's name, wherever the key is. */
export interface EthSigner {
  readonly address: EthAddress
  /** 65 bytes over those bytes (a hash of 32, everywhere in this protocol) under Ethereum's message prefix. */
  sign(hash: Uint8Array): Promise<Uint8Array>
}

/** Throws on a text that is no private key. */
export function signerOfKey(privateKey: Hex): EthSigner {
  const account = privateKeyToAccount(privateKey)
  const address = parseAddress(account.address)
  if (!address) throw new Error('the private key has no address')
  return {
    address,
    sign: async (hash) => hexToBytes(await account.signMessage({ message: { raw: hash } })),
  }
}

const SIGNATURE_BYTES = 65
const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n

/**
 * Who signed; null where go-livepeer takes it for no signature at all (crypto/verify.go): another length, a recovery
 * byte that is neither 27 nor 28, an s in the upper half, a point that is none.
 */
export async function recoverSigner(hash: Uint8Array, signature: Uint8Array): Promise<EthAddress | null> {
  if (signature.length !== SIGNATURE_BYTES) return null
  const recovery = signature[64]
  if (recovery !== 27 && recovery !== 28) return null
  if (BigInt(bytesToHex(signature.slice(32, 64))) > HALF_ORDER) return null
  try {
    const message = { raw: hash }
    return parseAddress(await recoverMessageAddress({ message, signature: bytesToHex(signature) }))
  } catch {
    // The numbers are of no point on the curve, which makes it a signature of nobody.
    return null
  }
}
