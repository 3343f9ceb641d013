import { GoPanic } from '../jobs/job-refusal'
import { TrickleSegment } from './trickle-segment'

/** So many of the latest are kept. */
const KEPT_SEGMENTS = 5

/** A row of segments under one name: few of the latest, and where the next one goes (go-livepeer trickle/trickle_server.go Stream). */
export class TrickleChannel {
  readonly #segments: (TrickleSegment | undefined)[] = []
  #nextIndex = 0
  #writtenAt: number
  #isClosed = false
  #published = 0
  #bytes = 0
  #reads = 0

  constructor(
    readonly name: string,
    readonly contentType: string,
    /** Unix ms. */
    private readonly now: () => number,
  ) {
    this.#writtenAt = now()
  }

  get nextIndex(): number {
    return this.#nextIndex
  }

  get isClosed(): boolean {
    return this.#isClosed
  }

  /** Unix ms; when it was created, before anything has come. */
  get writtenAt(): number {
    return this.#writtenAt
  }

  /** Segments that had a byte, their bytes, and how often one was asked for. */
  get seen() {
    return { published: this.#published, bytes: this.#bytes, reads: this.#reads }
  }

  /** −1 is the next one. */
  forWrite(asked: number): TrickleSegment {
    const index = asked === -1 ? this.#nextIndex : asked
    const known = this.#at(index)
    if (known?.index === index) return known
    known?.close()
    return this.#put(index)
  }

  /**
   * −1 is the next one, −2 the latest. One that is just about to be written is there already, for its readers to wait at;
   * null: it is not there, or no longer.
   */
  forRead(asked: number): TrickleSegment | null {
    this.#reads += 1
    const index = asked === -1 ? this.#nextIndex : asked === -2 ? Math.max(0, this.#nextIndex - 1) : asked
    const known = this.#at(index)
    if (known?.index === index) return known
    const isNext = index === this.#nextIndex || (this.#nextIndex === 0 && index === 1)
    return isNext && !this.#isClosed ? this.#put(index) : null
  }

  /** False: the segment is too large. */
  write(segment: TrickleSegment, chunk: Buffer): boolean {
    if (segment.bytes === 0) {
      this.advance(segment)
      this.#published += 1
    }
    this.#bytes += chunk.length
    return segment.write(chunk)
  }

  /** The next one comes after this, also where it stayed empty. */
  advance({ index }: TrickleSegment): void {
    this.#nextIndex = index + 1
    this.#writtenAt = this.now()
  }

  /** A whole segment at once. */
  publish(bytes: Buffer): void {
    const segment = this.forWrite(-1)
    this.write(segment, bytes)
    segment.close()
  }

  find(index: number): TrickleSegment | null {
    const known = this.#at(index)
    return known?.index === index ? known : null
  }

  closeBefore(index: number): void {
    for (const segment of this.#segments) if (segment && segment.index < index) segment.close()
  }

  close(): void {
    this.#isClosed = true
    for (const segment of this.#segments) segment?.close()
    this.#segments.length = 0
  }

  #at(index: number): TrickleSegment | undefined {
    // Go's remainder of a negative number is negative, and no place of an array.
    if (index < 0) throw new GoPanic(`runtime error: index out of range [${index % KEPT_SEGMENTS}]`)
    return this.#segments[index % KEPT_SEGMENTS]
  }

  #put(index: number): TrickleSegment {
    const segment = new TrickleSegment(index)
    this.#segments[index % KEPT_SEGMENTS] = segment
    return segment
  }
}
