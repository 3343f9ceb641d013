import { keccak_256 } from '@noble/hashes/sha3.js'
import { utf8ToBytes } from '@noble/hashes/utils.js'
import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'
import { recoverSigner } from '@/lib/livepeer/eth-signature'

/** Whatever the text is, as go-ethereum's HexToAddress: what is no hex is no bytes. */
export function addressOfText(text: string): EthAddress {
  const digits = text.replace(/^0[xX]/, '')
  const even = digits.length % 2 === 1 ? `0${digits}` : digits
  return addressFromBytes(
    /^[0-9a-fA-F]*$/.test(even) ? Uint8Array.from(Buffer.from(even, 'hex')) : new Uint8Array(0),
  )
}

/** Longer than a signature in hex can be without its prefix. */
const BARE_LENGTH = 130

/**
 * Whether that address signed that text. Off chain every signature is good that is hex, even none (go-livepeer
 * byoc/job_orchestrator.go).
 */
export async function isSignedBy(
  sender: string,
  signed: string,
  signature: string,
  { isOnChain }: { readonly isOnChain: boolean },
): Promise<boolean> {
  const hex = signature.length > BARE_LENGTH ? signature.slice(2) : signature
  if (hex.length % 2 === 1 || !/^[0-9a-fA-F]*$/.test(hex)) return false
  if (!isOnChain) return true
  const bytes = Uint8Array.from(Buffer.from(hex, 'hex'))
  return (await recoverSigner(keccak_256(utf8ToBytes(signed)), bytes)) === addressOfText(sender)
}
