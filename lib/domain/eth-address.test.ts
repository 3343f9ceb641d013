import { expect, test } from 'vitest'
import { addressFromBytes, addressToBytes, parseAddress, ZERO_ADDRESS } from './eth-address'

// From EIP-55's own list of test cases.
const KNOWN = '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed'

test('an address in any case gets the checksum of EIP-55', () => {
  expect(parseAddress(KNOWN.toLowerCase())).toBe(KNOWN)
  expect(parseAddress(`0x${KNOWN.slice(2).toUpperCase()}`)).toBe(KNOWN)
})

test('what is not 0x and 40 hex digits is no address', () => {
  for (const text of ['', '0x', KNOWN.slice(2), `${KNOWN}0`, `${KNOWN.slice(0, -1)}g`])
    expect(parseAddress(text)).toBeNull()
})

test('bytes of odd length are padded on the left or cut to their last twenty, as go-ethereum does', () => {
  expect(addressFromBytes(Uint8Array.of(2, 3))).toBe('0x0000000000000000000000000000000000000203')
  expect(addressFromBytes(Uint8Array.from([99, ...addressToBytes(addressFromBytes(Uint8Array.of(7)))]))).toBe(
    '0x0000000000000000000000000000000000000007',
  )
  expect(addressFromBytes(new Uint8Array(0))).toBe(ZERO_ADDRESS)
})
