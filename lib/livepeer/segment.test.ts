import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, concatBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import { expect, test } from 'vitest'
import { signerOfKey } from './eth-signature'
import { jobCapabilities } from './job-capabilities'
import { decode, encode } from './message-codec'
import { SegData } from './messages'
import { flattenSegment, jobSegment, segmentSigner, signSegment } from './segment'

const KEY = `0x${'22'.repeat(32)}` as const
const AUTH_TOKEN = { token: Uint8Array.of(1, 2), sessionId: '0a1b2c3d', expiration: 1_800_000_000n }
const JOB = { capability: 27, model: 'org/model', capabilities: null, authToken: AUTH_TOKEN }

test('the flattened segment is the one that go-livepeer signs', () => {
  const segment = {
    ...jobSegment(JOB),
    manifestId: utf8ToBytes('abcdef'),
    seq: 1_234n,
    hash: Uint8Array.of(...utf8ToBytes('browns'), ...new Uint8Array(26)),
  }
  // Two transcoding profiles, which stand at the end as eight hex digits each.
  const flat = concatBytes(flattenSegment(segment), utf8ToBytes('fca40bf9c0a6517a'))
  expect(bytesToHex(keccak_256(flat))).toBe(
    '08a398e7e7a5a545b0b07d9e7e1eab52b4131e0df1621bd53ee6e7550a15465b',
  )
})

test('the segment of a job is a segment of no video, under the name of pipeline and model', () => {
  const segment = jobSegment(JOB)
  expect(Buffer.from(segment.manifestId).toString()).toBe('27_org/model')
  expect(Buffer.from(segment.profiles).toString()).toBe('invalid')
  expect(bytesToHex(segment.hash)).toBe('c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470')
  expect(bytesToHex(flattenSegment(segment))).toBe(
    `${Buffer.from('27_org/model').toString('hex')}${'00'.repeat(32)}${bytesToHex(segment.hash)}`,
  )
})

test('a signed segment tells its signer, also after the wire, and a changed one does not', async () => {
  const signer = signerOfKey(KEY)
  const signed = await signSegment(jobSegment({ ...JOB, capabilities: jobCapabilities(JOB) }), signer)
  const received = decode(SegData, encode(SegData, signed))
  expect(received).toEqual(signed)
  expect(await segmentSigner(received)).toBe(signer.address)
  expect(await segmentSigner({ ...received, seq: 1n })).not.toBe(signer.address)
  expect(await segmentSigner({ ...received, manifestId: utf8ToBytes('27_org/other') })).not.toBe(
    signer.address,
  )
  expect(await segmentSigner({ ...received, sig: new Uint8Array(0) })).toBeNull()
})

test('as go-livepeer reads it: a number loses its sign, a hash is made 32 bytes', () => {
  const segment = jobSegment(JOB)
  expect(flattenSegment({ ...segment, seq: -7n })).toEqual(flattenSegment({ ...segment, seq: 7n }))
  const flat = flattenSegment({ ...segment, manifestId: new Uint8Array(0), hash: Uint8Array.of(9) })
  expect(bytesToHex(flat)).toBe(`${'00'.repeat(63)}09`)
  expect(flattenSegment({ ...segment, hash: new Uint8Array(40).fill(1) })).toHaveLength(12 + 64)
})
