import { bytesToHex, getAddress, keccak256, recoverMessageAddress, stringToBytes } from 'viem'
import { expect, test } from 'vitest'
import { identityOfKey, NO_IDENTITY } from './asker-identity'

const KEY = `0x${'11'.repeat(32)}` as const

test('the signature is of the checksummed address as text, by the very key, in the form that Go verifies', async () => {
  const { address, signature } = await identityOfKey(KEY)
  expect(address).toHaveLength(20)
  expect(signature).toHaveLength(65)
  expect([27, 28]).toContain(signature[64])
  const text = getAddress(bytesToHex(address))
  const recovered = await recoverMessageAddress({
    message: { raw: keccak256(stringToBytes(text)) },
    signature: bytesToHex(signature),
  })
  expect(recovered).toBe(text)
})

test('without an identity it is the zero address and nothing', () =>
  expect(NO_IDENTITY).toEqual({ address: new Uint8Array(20), signature: new Uint8Array(0) }))
