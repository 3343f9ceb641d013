import type { ServerHttp2Stream } from 'node:http2'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import { encode } from '@/lib/livepeer/message-codec'
import { OrchestratorInfo, type OrchestratorInfoMessage } from '@/lib/livepeer/messages'
import type { AnswerFault } from './behaviour'
import { GO_ERRORS } from './go-errors'
import { beginAnswer, GRPC_STATUS, grpcFrame, sendMessage, sendStatus } from './grpc-stream'
import { BAD_GATEWAY_PAGE } from './http-answers'

/** A question, and what an honest node would answer it (which may throw a GoError). */
export interface Reply {
  readonly stream: ServerHttp2Stream
  info(): OrchestratorInfoMessage
  readonly random: SeededRandom
  /** Ends the TCP connection by RST. */
  cut(): void
}

const DRIP_MS = 200
const FLOOD_PAUSE_MS = 10
const OVERSIZED_BYTES = 8 * 1024 * 1024
const MANY_PARTS = 1_350_000
const HUGE_TEXT_BYTES = 70_000

/** Every way to answer badly on a connection that stands. */
export const ANSWER_BADLY: Readonly<Record<AnswerFault, (reply: Reply) => void>> = {
  hang: () => undefined,
  html: ({ stream }) => {
    stream.respond({ ':status': BAD_GATEWAY_PAGE.status, ...BAD_GATEWAY_PAGE.headers })
    stream.end(BAD_GATEWAY_PAGE.body)
  },

  'no-capacity': ({ stream }) => sendStatus(stream, GRPC_STATUS.unknown, GO_ERRORS.capped),
  'reserve-needed': ({ stream }) => sendStatus(stream, GRPC_STATUS.unknown, GO_ERRORS.reserve),
  denied: ({ stream }) => sendStatus(stream, GRPC_STATUS.unknown, GO_ERRORS.denied),
  'internal-error': ({ stream }) => sendStatus(stream, GRPC_STATUS.unknown, GO_ERRORS.internal),
  'huge-trailer': ({ stream }) => {
    beginAnswer(stream, { 'grpc-status': GRPC_STATUS.unknown, 'grpc-message': 'x'.repeat(HUGE_TEXT_BYTES) })
    stream.end()
  },
  'no-message': ({ stream }) => {
    beginAnswer(stream)
    stream.end()
  },

  'no-price': ({ stream, info }) => sendInfo(stream, { ...info(), priceInfo: null }),
  'no-address': ({ stream, info }) => sendInfo(stream, { ...info(), address: new Uint8Array(0) }),
  'wrong-address': ({ stream, info }) => sendInfo(stream, { ...info(), address: info().address.subarray(1) }),
  'bad-utf8': ({ stream, info }) =>
    sendMessage(stream, Buffer.concat([encode(OrchestratorInfo, info()), NODE_OF_BAD_UTF8])),
  garbage: ({ stream, random }) => sendMessage(stream, garbage(random)),
  'many-parts': ({ stream }) =>
    sendMessage(stream, Buffer.alloc(MANY_PARTS * EMPTY_PRICE.length, EMPTY_PRICE)),
  oversized: ({ stream, info }) =>
    sendMessage(stream, padded(encode(OrchestratorInfo, info()), OVERSIZED_BYTES)),

  'reset-mid-answer': ({ stream, info, cut }) => {
    const whole = grpcFrame(encode(OrchestratorInfo, info()))
    beginAnswer(stream)
    stream.write(whole.subarray(0, Math.ceil(whole.length / 2)), cut)
  },
  'slow-drip': ({ stream, info }) => {
    const bytes = grpcFrame(encode(OrchestratorInfo, info())).values()
    beginAnswer(stream)
    every(stream, DRIP_MS, () => {
      const { value, done } = bytes.next()
      if (done) stream.end()
      else stream.write(Uint8Array.of(value))
      return !done
    })
  },
  endless: ({ stream, random }) => {
    const piece = grpcFrame(random.bytes(64 * 1024))
    beginAnswer(stream)
    every(stream, FLOOD_PAUSE_MS, () => {
      // A reader that has stopped reading is not fed into our own memory.
      if (!stream.writableNeedDrain) stream.write(piece)
      return true
    })
  },
}

const sendInfo = (stream: ServerHttp2Stream, info: OrchestratorInfoMessage) =>
  sendMessage(stream, encode(OrchestratorInfo, info))

/** `nodes` (34, length-delimited) with one element, a byte that begins no UTF-8. */
const NODE_OF_BAD_UTF8 = Uint8Array.of(0x92, 0x02, 0x01, 0xff)
/** `capabilities_prices` (33, length-delimited) with one empty element. */
const EMPTY_PRICE = Uint8Array.of(0x8a, 0x02, 0x00)
/** Field 100, length-delimited: nobody knows it, so that a reader skips it. */
const UNKNOWN_FIELD = Uint8Array.of(0xa2, 0x06)

/** Begins with wire type 7, which does not exist, so that no luck of the dice makes it a message. */
const garbage = (random: SeededRandom): Uint8Array => Uint8Array.of(0x0f, ...random.bytes(300))

/** The same message, made larger by a field that is skipped. */
function padded(message: Uint8Array, toBytes: number): Buffer {
  const lengthBytes = 4
  const room = toBytes - message.length - UNKNOWN_FIELD.length - lengthBytes
  const length = Uint8Array.of(
    (room & 127) | 128,
    ((room >> 7) & 127) | 128,
    ((room >> 14) & 127) | 128,
    room >> 21,
  )
  return Buffer.concat([message, UNKNOWN_FIELD, length, Buffer.alloc(room)])
}

/** Repeats while the stream lives and `step` says so. */
function every(stream: ServerHttp2Stream, pauseMs: number, step: () => boolean): void {
  const timer = setInterval(() => {
    if (!step()) clearInterval(timer)
  }, pauseMs)
  stream.once('close', () => clearInterval(timer))
}
