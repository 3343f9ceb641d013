import type { CallFailure } from './call-error'

const HEADER_BYTES = 5

/** gRPC's length-prefixed message: a flag byte, four bytes of length, the message. Collects exactly one. */
export class GrpcFrame {
  #chunks: Buffer[] = []
  #size = 0
  #length: number | null = null

  constructor(private readonly maxBytes: number) {}

  static of(message: Uint8Array): Buffer {
    const frame = Buffer.alloc(HEADER_BYTES + message.length)
    frame.writeUInt32BE(message.length, 1)
    frame.set(message, HEADER_BYTES)
    return frame
  }

  /** Takes the next bytes. A length over the limit is refused by its announcement, before its bytes are held. */
  add(chunk: Buffer): CallFailure | null {
    this.#chunks.push(chunk)
    this.#size += chunk.length
    if (this.#size < HEADER_BYTES) return null
    if (this.#length === null) {
      const header = Buffer.concat(this.#chunks)
      // We accept no encoding, so none may be used.
      if (header[0] !== 0)
        return { kind: 'protocol', text: 'the message is compressed, or is no gRPC message' }
      this.#length = header.readUInt32BE(1)
      if (this.#length > this.maxBytes)
        return {
          kind: 'too-large',
          text: `a message of ${this.#length} bytes; at most ${this.maxBytes} are read`,
        }
    }
    if (this.#size > HEADER_BYTES + this.#length)
      return { kind: 'protocol', text: 'more than one message, where there is one' }
    return null
  }

  /** Null while it is not complete. */
  message(): Uint8Array | null {
    if (this.#length === null || this.#size < HEADER_BYTES + this.#length) return null
    return Buffer.concat(this.#chunks).subarray(HEADER_BYTES)
  }
}
