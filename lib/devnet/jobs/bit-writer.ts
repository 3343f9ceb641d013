/** Bits, the highest first, as H.264 writes them. */
export class BitWriter {
  readonly #bytes: number[] = []
  #open = 0
  #filled = 0

  bits(value: number, count: number): this {
    for (let place = count - 1; place >= 0; place--) {
      this.#open = (this.#open << 1) | ((value >>> place) & 1)
      this.#filled += 1
      if (this.#filled === 8) this.#close()
    }
    return this
  }

  /** Exponential Golomb: the number plus one, behind as many zeros as it has digits after its first. */
  ue(value: number): this {
    const digits = 32 - Math.clz32(value + 1)
    return this.bits(0, digits - 1).bits(value + 1, digits)
  }

  /** Zeros up to the next whole byte. */
  align(): this {
    return this.#filled === 0 ? this : this.bits(0, 8 - this.#filled)
  }

  /** Whole bytes, at a place that is aligned. */
  append(value: number, times: number): this {
    for (let i = 0; i < times; i++) this.bits(value, 8)
    return this
  }

  /** Ends with a one and zeros. */
  finish(): Buffer {
    this.bits(1, 1).align()
    return Buffer.from(this.#bytes)
  }

  #close(): void {
    this.#bytes.push(this.#open)
    this.#open = 0
    this.#filled = 0
  }
}
