import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'

/** A 20-byte Ethereum address as text, `0x` + 40 hex digits with the EIP-55 checksum in their case. */
export type EthAddress = `0x${string}` & { readonly __brand: 'EthAddress' }

export const ADDRESS_BYTES = 20

/**
 * Bytes of any length to an address the way go-ethereum does: longer input keeps its last 20 bytes,
 * shorter input is padded with zeros on the left.
 */
export function addressFromBytes(bytes: Uint8Array): EthAddress {
  const padded = new Uint8Array(ADDRESS_BYTES)
  const tail = bytes.slice(-ADDRESS_BYTES)
  padded.set(tail, ADDRESS_BYTES - tail.length)
  return checksummed(bytesToHex(padded))
}

/** `0x` + 40 hex digits in any case → the checksummed address, or null when the text is not an address. */
export function parseAddress(text: string): EthAddress | null {
  return /^0x[0-9a-fA-F]{40}$/.test(text) ? checksummed(text.slice(2).toLowerCase()) : null
}

export function addressToBytes(address: EthAddress): Uint8Array {
  return Uint8Array.from({ length: ADDRESS_BYTES }, (_, i) =>
    Number.parseInt(address.slice(2 + 2 * i, 4 + 2 * i), 16),
  )
}

export const ZERO_ADDRESS = addressFromBytes(new Uint8Array(0))

/** EIP-55: a hex letter is upper case where the keccak-256 digit at its place is 8 or more. */
function checksummed(hex: string): EthAddress {
  const hash = bytesToHex(keccak_256(utf8ToBytes(hex)))
  const cased = [...hex].map((digit, i) =>
    Number.parseInt(hash.charAt(i), 16) >= 8 ? digit.toUpperCase() : digit,
  )
  return brand(`0x${cased.join('')}`)
}

/** Safe because every caller has just built the text from exactly 40 hex digits. */
function brand(text: `0x${string}`): EthAddress {
  return text as EthAddress
}
