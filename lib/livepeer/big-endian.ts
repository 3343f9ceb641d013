/** Numbers as the wire carries those of a ticket: big-endian. */

/** Without leading zeros; zero is no bytes at all. */
export function minimalBytes(n: bigint): Uint8Array {
  const hex = n === 0n ? '' : n.toString(16)
  return Uint8Array.from(Buffer.from(hex.length % 2 === 1 ? `0${hex}` : hex, 'hex'))
}

export const bigintOf = (bytes: Uint8Array): bigint =>
  bytes.length === 0 ? 0n : BigInt(`0x${Buffer.from(bytes).toString('hex')}`)

/** In exactly so many bytes, as go-ethereum makes a hash of bytes: the last ones of more, zeros before less. */
export function fitted(bytes: Uint8Array, length: number): Uint8Array {
  const whole = new Uint8Array(length)
  const tail = bytes.length > length ? bytes.slice(-length) : bytes
  whole.set(tail, length - tail.length)
  return whole
}
