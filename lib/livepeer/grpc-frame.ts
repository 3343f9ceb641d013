import type { CallFailure } from './call-error'

const HEADER_BYTES = 5

/**
 * gRPC's length-prefixed message: a flag byte, four bytes of length, the message. Collects exactly one, into one buffer
 * of the announced length, so that a peer who sends it byte by byte costs no more than one who does not.
 */
export class GrpcFrame {
  readonly #header = Buffer.alloc(HEADER_BYTES)
  #headerSize = 0
  #message: Buffer | null = null
  #size = 0

  constructor(private readonly maxBytes: number) {}

  static of(message: Uint8Array): Buffer {
    const frame = Buffer.alloc(HEADER_BYTES + message.length)
    frame.writeUInt32BE(message.length, 1)
    frame.set(message, HEADER_BYTES)
    return frame
  }

  /** Takes the next bytes. A length over the limit is refused by its announcement, before its bytes are held. */
  add(chunk: Buffer): CallFailure | null {
    const rest = this.#addToHeader(chunk)
    if (this.#headerSize < HEADER_BYTES) return null
    if (this.#message === null) {
      // We accept no encoding, so none may be used.
      if (this.#header[0] !== 0)
        return { kind: 'protocol', text: 'the message is compressed, or is no gRPC message' }
      const length = this.#header.readUInt32BE(1)
      if (length > this.maxBytes)
        return { kind: 'too-large', text: `a message of ${length} bytes; at most ${this.maxBytes} are read` }
      this.#message = Buffer.allocUnsafeSlow(length)
    }
    if (this.#size + rest.length > this.#message.length)
      return { kind: 'protocol', text: 'more than one message, where there is one' }
    this.#size += rest.copy(this.#message, this.#size)
    return null
  }

  /** Null while it is not complete. */
  message(): Uint8Array | null {
    return this.#message !== null && this.#size === this.#message.length ? this.#message : null
  }

  #addToHeader(chunk: Buffer): Buffer {
    const taken = chunk.copy(this.#header, this.#headerSize)
    this.#headerSize += taken
    return chunk.subarray(taken)
  }
}
