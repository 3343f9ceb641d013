import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { paymentHeader, readPaymentHeader, readSegmentHeader, segmentHeader } from './job-headers'
import { decode, encode } from './message-codec'
import { Payment, type PaymentMessage, PaymentResult, SegData, type SegDataMessage } from './messages'

const bytes = (hex: string) => Uint8Array.from(Buffer.from(hex.replaceAll(' ', ''), 'hex'))

const SEGMENT: SegDataMessage = {
  manifestId: Buffer.from('27_a'),
  seq: 1n,
  hash: Uint8Array.of(0xaa, 0xbb),
  profiles: Buffer.from('invalid'),
  sig: Uint8Array.of(0xcc),
  duration: 2_000,
  capabilities: null,
  authToken: { token: Uint8Array.of(1, 2), sessionId: 's', expiration: 300n },
}
/** Field by field: tag, length, content. */
const SEGMENT_BYTES = bytes(
  '0a 04 32375f61  10 01  1a 02 aabb  22 07 696e76616c6964  2a 01 cc  30 d00f  42 0a 0a020102 120173 18ac02',
)

const PAYMENT: PaymentMessage = {
  ticketParams: {
    recipient: Uint8Array.of(0x11),
    faceValue: Uint8Array.of(0x22),
    winProb: Uint8Array.of(0x33),
    recipientRandHash: Uint8Array.of(0x44),
    seed: Uint8Array.of(0x55),
    expirationBlock: Uint8Array.of(0x66),
    expirationParams: null,
  },
  sender: Uint8Array.of(0x77),
  expirationParams: { creationRound: 10n, creationRoundBlockHash: Uint8Array.of(0x88) },
  ticketSenderParams: [
    { senderNonce: 1, sig: Uint8Array.of(0x99) },
    { senderNonce: 300, sig: Uint8Array.of(0x9a) },
  ],
  expectedPrice: { pricePerUnit: 3n, pixelsPerUnit: 2n, capability: 0, constraint: '' },
}
const PAYMENT_BYTES = bytes(
  '0a 12 0a0111 120122 1a0133 220144 2a0155 320166  12 01 77  1a 05 080a 120188  22 05 0801 120199  22 06 08ac02 12019a  2a 04 0803 1002',
)

test('both messages are, byte by byte, what is written down here', () => {
  expect(Buffer.from(encode(SegData, SEGMENT))).toEqual(Buffer.from(SEGMENT_BYTES))
  expect(Buffer.from(encode(Payment, PAYMENT))).toEqual(Buffer.from(PAYMENT_BYTES))
  expect(plain(decode(SegData, SEGMENT_BYTES))).toEqual(plain(SEGMENT))
  expect(plain(decode(Payment, PAYMENT_BYTES))).toEqual(plain(PAYMENT))
  expect(encode(PaymentResult, { info: null })).toHaveLength(0)
  expect(decode(PaymentResult, bytes('8201 03 0a0161')).info?.transcoder).toBe('a')
})

test('a header is the standard base64 of the message, and reads back', () => {
  expect(segmentHeader(SEGMENT)).toBe(Buffer.from(SEGMENT_BYTES).toString('base64'))
  expect(read(readSegmentHeader(segmentHeader(SEGMENT)))).toEqual(plain(SEGMENT))
  expect(read(readPaymentHeader(paymentHeader(PAYMENT)))).toEqual(plain(PAYMENT))
})

test('no payment is an empty header, and empty or missing is the empty message', () => {
  expect(paymentHeader(null)).toBe('')
  const empty = plain(decode(Payment, new Uint8Array(0)))
  expect(read(readPaymentHeader(''))).toEqual(empty)
  expect(read(readPaymentHeader(undefined))).toEqual(empty)
})

test('a negative duration and a nonce of 32 bits survive the wire', () => {
  const segment = { ...SEGMENT, duration: -1, seq: -1n }
  expect(read(readSegmentHeader(segmentHeader(segment)))).toEqual(plain(segment))
  const payment = { ...PAYMENT, ticketSenderParams: [{ senderNonce: 2 ** 32 - 1, sig: new Uint8Array(65) }] }
  expect(read(readPaymentHeader(paymentHeader(payment)))).toEqual(plain(payment))
})

test.each([
  ['AA-_', 2],
  ['A', 0 + 1],
  ['AAA', 3],
  ['A===', 1],
  ['AA=A', 2],
  ['AA==AAAA', 2],
  ['Ünter', 0],
  ['AAAA AAAA', 4],
])('%j is no base64, from byte %d on', (text, place) => {
  const reading = { ok: false, problem: 'base64', text: `illegal base64 data at input byte ${place}` }
  expect(readSegmentHeader(text)).toEqual(reading)
  expect(readPaymentHeader(text)).toEqual(reading)
})

test('whatever the bytes, reading ends in a message or a refusal', () => {
  const random = seededRandom('hostile headers')
  for (let i = 0; i < 2_000; i++) {
    const mutated = Uint8Array.from(random.next() < 0.5 ? SEGMENT_BYTES : PAYMENT_BYTES)
    for (let n = random.int(1, 4); n > 0; n--) mutated[random.int(0, mutated.length - 1)] = random.int(0, 255)
    const noise = random.next() < 0.3 ? random.bytes(random.int(0, 80)) : mutated.slice(0, random.int(0, 60))
    const header = Buffer.from(noise).toString('base64')
    for (const reading of [readSegmentHeader(header), readPaymentHeader(header)])
      if (!reading.ok) expect(reading.problem).toBe('message')
  }
})

/** Equal whether the bytes are of a Buffer or not. */
const plain = (value: unknown): unknown =>
  JSON.parse(
    JSON.stringify(value, (_, part) => (typeof part === 'bigint' ? `${part}n` : part), 0).replaceAll(
      /\{"type":"Buffer","data":\[([\d,]*)\]\}/g,
      (_, list: string) =>
        JSON.stringify(
          Object.fromEntries(list.split(',').flatMap((byte, i) => (byte ? [[i, Number(byte)]] : []))),
        ),
    ),
  )
const read = (reading: ReturnType<typeof readSegmentHeader | typeof readPaymentHeader>): unknown =>
  plain(reading.ok ? reading.value : reading)
