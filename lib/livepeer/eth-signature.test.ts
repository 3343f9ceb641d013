import { expect, test } from 'vitest'
import { recoverSigner, signerOfKey } from './eth-signature'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex, 'hex'))

/** A signature that an account of go-ethereum made. */
const HASH = bytes('b7da355477356fc4c47fcabcf232dc77a6db9b07b7e48b76261cc55cc8fbabb3')
const SIGNATURE = bytes(
  '206443228e8f784bc3a122de0d85eb3ebff82d6a79cca26c7eeb907099a6404f6dff57bc6828f28bd6cd073c89d94cf3364204679ed8365fa45b5ee6af19a9841c',
)
const SIGNER = '0x3BadDb1eeE2105893136A3F96c8a963E9C6309d6'

test('whoever signed is found, and of other bytes it is somebody else', async () => {
  expect(await recoverSigner(HASH, SIGNATURE)).toBe(SIGNER)
  expect(await recoverSigner(new Uint8Array(32), SIGNATURE)).not.toBe(SIGNER)
})

test('what we sign is signed by our address', async () => {
  const signer = signerOfKey(`0x${'11'.repeat(32)}`)
  const signature = await signer.sign(HASH)
  expect(signature).toHaveLength(65)
  expect(await recoverSigner(HASH, signature)).toBe(signer.address)
})

test.each([
  ['nothing', new Uint8Array(0)],
  ['64 bytes', SIGNATURE.slice(0, 64)],
  ['66 bytes', Uint8Array.of(...SIGNATURE, 0)],
  ['a recovery byte of 0', Uint8Array.of(...SIGNATURE.slice(0, 64), 1)],
  [
    'an s in the upper half',
    bytes(
      'e742ff452d41413616a5bf43fe15dd88294e983d3d36206c2712f39083d638bde0a0fc89be718fbc1033e1d30d78be1c68081562ed2e97af876f286f3453231d1b',
    ),
  ],
  ['zeros', Uint8Array.of(...new Uint8Array(64), 27)],
  ['an r beyond the field', Uint8Array.of(...new Uint8Array(32).fill(255), ...SIGNATURE.slice(32))],
])('%s is a signature of nobody', async (_, signature) =>
  expect(await recoverSigner(HASH, signature)).toBeNull(),
)
