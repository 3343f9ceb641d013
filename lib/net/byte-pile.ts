/**
 * Pieces of a body, as one. A stranger may send it byte by byte, and a list of those would take a hundred times their
 * room: they are copied together.
 */
export class BytePile {
  #bytes: Buffer<ArrayBuffer> = Buffer.alloc(0)
  #length = 0

  get length(): number {
    return this.#length
  }

  add(piece: Uint8Array): void {
    const needed = this.#length + piece.length
    if (needed > this.#bytes.length) this.#grow(needed)
    this.#bytes.set(piece, this.#length)
    this.#length = needed
  }

  /** Nothing is added any more. */
  take(): Buffer<ArrayBuffer> {
    return this.#bytes.subarray(0, this.#length)
  }

  #grow(needed: number): void {
    // A body of one piece, as most are, takes no more room than that.
    const larger = Buffer.allocUnsafeSlow(Math.max(needed, this.#length * 2))
    larger.set(this.take())
    this.#bytes = larger
  }
}
