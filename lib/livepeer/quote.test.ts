import { expect, test } from 'vitest'
import { identityOfKey } from './asker-identity'
import { decodeAnswer } from './decode-answer'
import { jobCapabilities } from './job-capabilities'
import { decode, encode } from './message-codec'
import { OrchestratorInfo, OrchestratorRequest } from './messages'
import { quoteRequest, readQuote, ticketParamsMessage } from './quote'
import vectors from './testdata/orchestrator-info-vectors.json'

const TICKET_PARAMS = {
  recipient: new Uint8Array(20).fill(1),
  faceValue: Uint8Array.of(2, 0),
  winProb: new Uint8Array(32).fill(3),
  recipientRandHash: new Uint8Array(32).fill(4),
  seed: Uint8Array.of(5),
  expirationBlock: Uint8Array.of(1, 94, 243, 24),
  expirationParams: { creationRound: 4_100n, creationRoundBlockHash: new Uint8Array(32).fill(6) },
}
const INFO = {
  transcoder: 'https://node.example:8935',
  address: new Uint8Array(20).fill(7),
  priceInfo: { pricePerUnit: 3n, pixelsPerUnit: 2n, capability: 0, constraint: '' },
  authToken: { token: Uint8Array.of(8, 9), sessionId: 'session', expiration: 1_800_000_000n },
  ticketParams: TICKET_PARAMS,
}

const quoteOf = (info: Parameters<typeof encode<typeof OrchestratorInfo>>[1]) => {
  const reading = readQuote(encode(OrchestratorInfo, info))
  if (!reading.ok) throw new Error(reading.problem)
  return reading.quote
}

test('the request names model, pipeline and default features, signed like any question', async () => {
  const identity = await identityOfKey(`0x${'11'.repeat(32)}`)
  const asked = jobCapabilities({ capability: 27, model: 'org/model' }, { minVersion: '0.8.0' })
  const request = decode(OrchestratorRequest, encode(OrchestratorRequest, quoteRequest(identity, asked)))
  expect(request).toMatchObject({ sig: identity.signature, ignoreCapacityCheck: false })
  // 0 to 12, 14, 26 and the pipeline's own.
  expect(request.capabilities?.bitstring).toEqual([67_133_439n | (1n << 27n)])
  expect(request.capabilities?.capacities.get(27)).toBe(1)
  expect(request.capabilities?.constraints?.minVersion).toBe('0.8.0')
  expect([...(request.capabilities?.constraints?.perCapability.get(27)?.models ?? [])]).toEqual([
    ['org/model', { warm: false, capacity: 0, runnerVersion: '', capacityInUse: 0 }],
  ])
})

test('a quote has price, token and ticket parameters, exactly', () => {
  expect(quoteOf(INFO)).toEqual({
    transcoder: INFO.transcoder,
    localAddress: '0x0707070707070707070707070707070707070707',
    price: INFO.priceInfo,
    authToken: INFO.authToken,
    ticketParams: {
      recipient: '0x0101010101010101010101010101010101010101',
      faceValueWei: 512n,
      winProb: BigInt(`0x${'03'.repeat(32)}`),
      recipientRandHash: TICKET_PARAMS.recipientRandHash,
      seed: 5n,
      expirationBlock: 22_999_832n,
      round: TICKET_PARAMS.expirationParams,
    },
  })
})

test('a payment repeats the parameters as they were, the round apart', () => {
  const { ticketParams } = quoteOf(INFO)
  expect(ticketParams && ticketParamsMessage(ticketParams)).toEqual({
    ...TICKET_PARAMS,
    expirationParams: null,
  })
})

test('what is missing is null, and half a round is none', () => {
  expect(quoteOf({})).toMatchObject({ transcoder: '', price: null, authToken: null, ticketParams: null })
  const round = { creationRound: 4_100n, creationRoundBlockHash: new Uint8Array(32) }
  expect(
    quoteOf({ ...INFO, ticketParams: { ...TICKET_PARAMS, expirationParams: round } }).ticketParams?.round,
  ).toBeNull()
})

test('an inventory of the same bytes has none of the secrets', () => {
  const answer = decodeAnswer(encode(OrchestratorInfo, INFO))
  expect(Object.keys(answer)).not.toContain('authToken')
  expect(Object.keys(answer)).not.toContain('ticketParams')
})

test('numbers beyond 256 bits are refused', () => {
  const seed = new Uint8Array(33).fill(1)
  expect(readQuote(encode(OrchestratorInfo, { ...INFO, ticketParams: { ...TICKET_PARAMS, seed } }))).toEqual({
    ok: false,
    problem: 'seed of the ticket parameters has more than 32 bytes',
  })
})

test.each(vectors)('$name: read where Go reads it, refused where Go refuses it', ({ hex, go }) =>
  expect(readQuote(Buffer.from(hex, 'hex')).ok).toBe(go === 'ok'),
)
