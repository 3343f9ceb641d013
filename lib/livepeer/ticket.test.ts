import { bytesToHex } from '@noble/hashes/utils.js'
import { expect, test } from 'vitest'
import { parseAddress, ZERO_ADDRESS } from '@/lib/domain/eth-address'
import { MAX_WIN_PROB, roundBytes, type Ticket, ticketHash, ticketValue } from './ticket'

const HASH = Uint8Array.from(
  Buffer.from('41b1a0649752af1b28b3dc29a1556eee781e4a4c3a1f7f53f90fa834de098c4d', 'hex'),
)
const RECIPIENT = parseAddress('0x73AEd7b5dEb30222fa896f399d46cC99c7BEe57F') ?? ZERO_ADDRESS

const EMPTY: Ticket = {
  recipient: ZERO_ADDRESS,
  sender: ZERO_ADDRESS,
  faceValueWei: 0n,
  winProb: 0n,
  senderNonce: 0,
  recipientRandHash: new Uint8Array(32),
  creationRound: 0n,
  creationRoundBlockHash: new Uint8Array(32),
}

test.each<[string, Partial<Ticket>]>([
  ['e1393fc7f6de093780674022f96cb8e3872235167d037c04d554e58c0e63d280', { senderNonce: 2 ** 32 - 1 }],
  ['ce0918ba94518293e9712effbe5fca4f1f431089833a5b8c257cb1e024595f68', { senderNonce: 1 }],
  ['87ef13f2d37e4d5352a01d3c77b8179d80e0887f1953bfabfd0bfd7b0f689ddd', { faceValueWei: 1n, winProb: 500n }],
  ['aa4b35071043587992ac8b9dd1b2cf1d8311130e6458cf0b2342484e21af5f5b', { faceValueWei: 500n, winProb: 1n }],
  ['81e353ae39046e2b77b9f996abbaeed527fda559b61ef90f299c4499dd508ccc', { recipient: RECIPIENT }],
  ['be5eaf9a49a39540b9bb02f1a21904f61324a29819e2c032824bfaa10c100b17', { recipientRandHash: HASH }],
  [
    'e502907c16036ab3d11b78c5a2e93c20f3d6415c67f91de4ed01348182b3b2e2',
    { creationRound: 10n, creationRoundBlockHash: HASH },
  ],
])('the hash is the one of go-livepeer and the contract: %s', (hash, about) =>
  expect(bytesToHex(ticketHash({ ...EMPTY, ...about }))).toBe(hash),
)

test('a round without a block hash, or the other way round, is 64 bytes; neither is none', () => {
  expect(roundBytes(EMPTY)).toHaveLength(0)
  expect(roundBytes({ ...EMPTY, creationRound: 5n })).toHaveLength(64)
  expect(bytesToHex(roundBytes({ ...EMPTY, creationRoundBlockHash: HASH }))).toBe(
    `${'00'.repeat(32)}${bytesToHex(HASH)}`,
  )
})

test('a ticket is worth its face value times its chance', () => {
  const half = ticketValue({ faceValueWei: 1_000n, winProb: MAX_WIN_PROB / 2n })
  expect(half.numerator / half.denominator).toBe(499n)
  expect(ticketValue({ faceValueWei: 7n, winProb: MAX_WIN_PROB })).toEqual({
    numerator: 7n * MAX_WIN_PROB,
    denominator: MAX_WIN_PROB,
  })
})
