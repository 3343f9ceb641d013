/**
 * A text that comes in pieces of any size, up to a limit. Kept in one buffer: a stranger who sends single bytes would
 * otherwise make an object of each, a hundred times its size.
 */
export class BoundedText {
  #bytes = Buffer.alloc(0)
  #length = 0

  constructor(private readonly maxBytes: number) {}

  /** False when the limit is exceeded; the piece is left out then. */
  add(piece: Uint8Array): boolean {
    const length = this.#length + piece.length
    if (length > this.maxBytes) return false
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafe(
        Math.min(this.maxBytes, Math.max(2 * this.#bytes.length, length, 4_096)),
      )
      larger.set(this.#bytes.subarray(0, this.#length))
      this.#bytes = larger
    }
    this.#bytes.set(piece, this.#length)
    this.#length = length
    return true
  }

  text(): string {
    return this.#bytes.toString('utf8', 0, this.#length)
  }
}
