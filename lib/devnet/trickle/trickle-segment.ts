/** Far above any piece of video; a stranger's stream must not grow for ever. */
const MAX_SEGMENT_BYTES = 32 * 1024 * 1024

/** One piece of a channel. It is read while it is written, by as many as want to, each from its beginning. */
export class TrickleSegment {
  readonly #chunks: Buffer[] = []
  readonly #ending = new AbortController()
  #waiting: (() => void)[] = []
  #bytes = 0

  constructor(readonly index: number) {}

  get bytes(): number {
    return this.#bytes
  }

  get isClosed(): boolean {
    return this.#ending.signal.aborted
  }

  /** Aborted when nothing more comes. */
  get closed(): AbortSignal {
    return this.#ending.signal
  }

  /** False: it is larger than any may be. */
  write(chunk: Buffer): boolean {
    if (this.#bytes + chunk.length > MAX_SEGMENT_BYTES) return false
    this.#chunks.push(chunk)
    this.#bytes += chunk.length
    this.#wake()
    return true
  }

  close(): void {
    this.#ending.abort()
    this.#wake()
  }

  /** What has come and what comes, until the segment ends or the reader is over. */
  async *read(over: AbortSignal): AsyncGenerator<Buffer, void> {
    for (let place = 0; ; place++) {
      while (place === this.#chunks.length) {
        if (this.isClosed || over.aborted) return
        await this.#more(over)
      }
      const chunk = this.#chunks[place]
      if (chunk) yield chunk
    }
  }

  #more(over: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        over.removeEventListener('abort', done)
        resolve()
      }
      this.#waiting.push(done)
      over.addEventListener('abort', done, { once: true })
    })
  }

  #wake(): void {
    const waiting = this.#waiting
    this.#waiting = []
    for (const wake of waiting) wake()
  }
}
