import { BinaryReader, BinaryWriter } from '@bufbuild/protobuf/wire'

/** A percentile differs from the exact one by at most this share of it. */
export const RELATIVE_ERROR = 0.01
/** Latencies outside are counted as these: below, nothing is measured; above, no probe waits. */
export const MIN_LATENCY_MS = 0.1
export const MAX_LATENCY_MS = 600_000

/** Each bound is this much above the one before it, a hair less than the error allows, for what floats round away. */
const GROWTH = (1 + 0.999 * RELATIVE_ERROR) / (1 - 0.999 * RELATIVE_ERROR)
const LOG_GROWTH = Math.log(GROWTH)
const LAST_SLOT = slotOf(MAX_LATENCY_MS)
const SLOTS = LAST_SLOT + 1
/** The first number of every encoding; another one is another scale. */
const FORMAT = 1

/** Bytes that are no histogram of ours. */
export class HistogramFormatError extends Error {
  override name = 'HistogramFormatError'
}

/**
 * How often which latency was measured, on a logarithmic scale: of what two of them hold together, percentiles are as
 * good as of the raw values. Equal content has equal bytes, in whatever order it came in.
 */
export class LatencyHistogram {
  /** By slot: latencies up to `upperBoundMs(slot)` that are above the one before it. */
  readonly #counts = new Uint32Array(SLOTS)
  /** Slots that may hold any: from `#first` up to, and without, `#end`. */
  #first = SLOTS
  #end = 0
  #count = 0

  /** Throws HistogramFormatError. */
  static fromBytes(bytes: Uint8Array): LatencyHistogram {
    return new LatencyHistogram().mergeBytes(bytes)
  }

  /** How many latencies it holds. */
  get count(): number {
    return this.#count
  }

  add(latencyMs: number): this {
    if (Number.isNaN(latencyMs)) throw new RangeError('a latency is a number')
    this.#addTo(slotOf(Math.min(Math.max(latencyMs, MIN_LATENCY_MS), MAX_LATENCY_MS)), 1)
    return this
  }

  merge(other: LatencyHistogram): this {
    const [first, end] = [other.#first, other.#end]
    for (let slot = first; slot < end; slot++) {
      const count = other.#counts[slot] ?? 0
      if (count > 0) this.#addTo(slot, count)
    }
    return this
  }

  /** Merges an encoded one; nothing of it when it is none. Throws HistogramFormatError. */
  mergeBytes(bytes: Uint8Array): this {
    const pairs = decode(bytes)
    for (let i = 0; i < pairs; i++) this.#addTo(decodedSlots[i] ?? 0, decodedCounts[i] ?? 0)
    return this
  }

  /** The nearest-rank percentile, within the stated error; null of nothing. */
  percentile(percent: number): number | null {
    const rank = Math.max(1, Math.ceil((percent / 100) * this.#count))
    let seen = 0
    for (let slot = this.#first; slot < this.#end; slot++) {
      seen += this.#counts[slot] ?? 0
      if (seen >= rank) return representativeMs(slot)
    }
    return null
  }

  /** How many are at most so many ms; those above by less than twice the stated error may be among them. */
  countAtMost(latencyMs: number): number {
    if (latencyMs < MIN_LATENCY_MS) return 0
    const last = latencyMs >= MAX_LATENCY_MS ? LAST_SLOT : slotOf(latencyMs)
    let sum = 0
    for (let slot = this.#first; slot < this.#end && slot <= last; slot++) sum += this.#counts[slot] ?? 0
    return sum
  }

  /** Pairs of numbers in ascending order: slots passed over, and how many latencies lie in the one after them. */
  toBytes(): Uint8Array {
    const writer = new BinaryWriter().uint32(FORMAT)
    let next = 0
    for (let slot = this.#first; slot < this.#end; slot++) {
      const count = this.#counts[slot] ?? 0
      if (count === 0) continue
      writer.uint32(slot - next).uint32(count)
      next = slot + 1
    }
    return writer.finish()
  }

  #addTo(slot: number, count: number): void {
    this.#counts[slot] = (this.#counts[slot] ?? 0) + count
    this.#count += count
    if (slot < this.#first) this.#first = slot
    if (slot >= this.#end) this.#end = slot + 1
  }
}

/** Slot 0 is of the smallest latency alone. */
function slotOf(latencyMs: number): number {
  return Math.max(0, Math.ceil(Math.log(latencyMs / MIN_LATENCY_MS) / LOG_GROWTH))
}

const upperBoundMs = (slot: number): number => MIN_LATENCY_MS * GROWTH ** slot

/** As far from the lower bound of its slot as from the upper one, in shares of each. */
const representativeMs = (slot: number): number =>
  slot === 0 ? MIN_LATENCY_MS : (2 * upperBoundMs(slot)) / (GROWTH + 1)

/** What was decoded last: pairs are many, and are read at once. */
const decodedSlots = new Uint32Array(SLOTS)
const decodedCounts = new Uint32Array(SLOTS)

/** Returns how many pairs there are; nothing of bytes that are no histogram is used. */
function decode(bytes: Uint8Array): number {
  const reader = new BinaryReader(bytes)
  let pairs = 0
  try {
    const format = reader.uint32()
    if (format !== FORMAT) throw new HistogramFormatError(`format ${format} is not known`)
    for (let next = 0; reader.pos < reader.len; pairs++) {
      const slot = next + reader.uint32()
      const count = reader.uint32()
      if (slot > LAST_SLOT || count === 0) throw new HistogramFormatError('a slot is out of range or empty')
      decodedSlots[pairs] = slot
      decodedCounts[pairs] = count
      next = slot + 1
    }
  } catch (cause) {
    if (cause instanceof HistogramFormatError) throw cause
    throw new HistogramFormatError('the bytes end within a number', { cause })
  }
  return pairs
}
