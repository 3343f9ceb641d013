import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'

/** An address that belongs to nobody we know of: a hash of what it is for. Same text, same address. */
export const inventedAddress = (purpose: 'recipient' | 'key', name: string): EthAddress =>
  addressFromBytes(keccak_256(utf8ToBytes(`simulated ${purpose} ${name}`)))

/** A private key that anybody can work out, so that nothing can be entrusted to it. */
export const inventedPrivateKey = (name: string): `0x${string}` =>
  `0x${bytesToHex(keccak_256(utf8ToBytes(`simulated private key ${name}`)))}`

/** The part of a live runner's URL that is the app's: five characters, the same for the same app of the same node. */
export const inventedRoute = (name: string, app: string): string =>
  bytesToHex(keccak_256(utf8ToBytes(`simulated route ${name} ${app}`))).slice(0, 5)

/** A GPU id in NVIDIA's spelling, `GPU-` and a UUID, for the card at that place of that node. */
export function inventedGpuId(name: string, place: number): string {
  const hex = bytesToHex(keccak_256(utf8ToBytes(`simulated gpu ${name} ${place}`)))
  return `GPU-${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20, 32)}`
}
