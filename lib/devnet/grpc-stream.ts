import type { ServerHttp2Stream } from 'node:http2'

/** On everything the devnet answers, so that nothing of it passes for the real network. */
export const SIMULATED_MARK = { 'x-simulated-network': 'devnet' } as const

export const GRPC_STATUS = { ok: 0, unknown: 2, unimplemented: 12, internal: 13 } as const

const HEADERS = { ':status': 200, 'content-type': 'application/grpc' } as const
const PREFIX_BYTES = 5
const MAX_QUESTION_BYTES = 4 * 1024 * 1024

/** A message as gRPC carries it: a byte for "not compressed", its length, the bytes. */
export function grpcFrame(message: Uint8Array, statedLength = message.length): Buffer {
  const prefix = Buffer.alloc(PREFIX_BYTES)
  prefix.writeUInt32BE(statedLength, 1)
  return Buffer.concat([prefix, message])
}

/** Opens an answer: headers now, and at its end the trailers, with the status OK unless they say otherwise. */
export function beginAnswer(stream: ServerHttp2Stream, trailers: Record<string, string | number> = {}): void {
  if (stream.destroyed || stream.closed) return
  stream.respond(HEADERS, { waitForTrailers: true })
  stream.on('wantTrailers', () =>
    stream.sendTrailers({
      'grpc-status': GRPC_STATUS.ok,
      'grpc-message': '',
      ...SIMULATED_MARK,
      ...trailers,
    }),
  )
}

export function sendMessage(stream: ServerHttp2Stream, message: Uint8Array): void {
  if (stream.destroyed || stream.closed) return
  beginAnswer(stream)
  stream.end(grpcFrame(message))
}

/** An answer that is only a status: headers and trailers in one. */
export function sendStatus(stream: ServerHttp2Stream, code: number, text: string): void {
  if (stream.destroyed || stream.closed) return
  stream.respond(
    { ...HEADERS, 'grpc-status': code, 'grpc-message': percentEncoded(text), ...SIMULATED_MARK },
    { endStream: true },
  )
}

/** The one message of a unary call; null when the bytes are not one uncompressed frame. */
export async function readMessage(stream: ServerHttp2Stream): Promise<Uint8Array | null> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of stream) {
    chunks.push(chunk)
    length += chunk.length
    if (length > MAX_QUESTION_BYTES) return null
  }
  const all = Buffer.concat(chunks)
  const isFrame =
    all.length >= PREFIX_BYTES && all[0] === 0 && all.readUInt32BE(1) === all.length - PREFIX_BYTES
  return isFrame ? all.subarray(PREFIX_BYTES) : null
}

/** grpc-message: UTF-8 bytes outside printable ASCII, and the percent sign itself, as %XX. */
function percentEncoded(text: string): string {
  return [...Buffer.from(text)]
    .map((byte) =>
      byte < 0x20 || byte > 0x7e || byte === 0x25
        ? `%${byte.toString(16).toUpperCase().padStart(2, '0')}`
        : String.fromCharCode(byte),
    )
    .join('')
}
