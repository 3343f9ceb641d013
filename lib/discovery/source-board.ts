import type { SourceEntry, SourceReading } from '@/lib/domain/source-reading'
import type { SourceReport } from '@/lib/snapshot/snapshot'
import { NEVER_READ, type Source } from '@/lib/sources/source'
import type { StoredReading } from '@/lib/store/store'
import { type NamedList, placeOf } from './listed-nodes'
import { pause } from './pause'

export interface SourceBoardOptions {
  readonly now: () => number
  /** Nodes are asked no more often than that, whatever a source says (ms). */
  readonly sweepIntervalMs: number
  /** A sweep does not wait longer for a source (ms); what comes later counts in the next one. */
  readonly patienceMs: number
}

/** What the sources said last, how they do, and since when. */
export class SourceBoard {
  readonly #readings = new Map<string, SourceReading>()
  readonly #reports = new Map<string, SourceReport>()
  readonly #pending = new Map<string, { readonly promise: Promise<SourceReading>; readonly since: number }>()

  constructor(
    private readonly sources: readonly Source[],
    private readonly options: SourceBoardOptions,
  ) {
    for (const source of sources) this.#take(source, NEVER_READ)
  }

  get reports(): readonly SourceReport[] {
    return [...this.#reports.values()]
  }

  get readings(): ReadonlyMap<string, SourceReading> {
    return this.#readings
  }

  get lists(): readonly NamedList[] {
    return this.sources.map((source) => ({
      name: source.name,
      entries: this.#reading(source).entries,
      cadenceMs: this.#cadenceOf(source),
    }))
  }

  /** What an earlier run read and said: in use until a source is read again. */
  restore(readings: ReadonlyMap<string, StoredReading>, reports: readonly SourceReport[]): void {
    for (const source of this.sources) {
      if (this.#reading(source).readAt !== null) continue
      const known = reports.find(({ name }) => name === source.name)
      const report = this.#reports.get(source.name)
      if (known && report)
        this.#reports.set(source.name, {
          ...report,
          failingSince: known.failingSince,
          lastFailure: known.lastFailure,
        })
      const stored = readings.get(source.name)
      if (stored) this.#take(source, { ...stored, error: this.#reading(source).error })
    }
  }

  /** Reads all sources, side by side. Rejects only when `signal` is aborted. */
  async read(signal: AbortSignal, options: { anew?: boolean } = {}): Promise<void> {
    await Promise.all(this.sources.map((source) => this.#read(source, signal, options)))
    signal.throwIfAborted()
  }

  async #read(source: Source, signal: AbortSignal, options: { anew?: boolean }): Promise<void> {
    const { now, patienceMs } = this.options
    const pending = this.#pending.get(source.name) ?? this.#begin(source, signal, options)
    const waiting = new AbortController()
    const reading = await Promise.race([
      pending.promise,
      pause(patienceMs, AbortSignal.any([signal, waiting.signal])).then(() => null),
    ]).finally(() => waiting.abort())
    if (reading === null) {
      const seconds = Math.round((now() - pending.since) / 1000)
      const error = `It has been asked for ${seconds} s without an answer; the sweep goes on without it.`
      return this.#take(source, { ...this.#reading(source), error })
    }
    this.#pending.delete(source.name)
    const before = this.#reading(source)
    // A source that was not read since we started still names what an earlier run read.
    this.#take(
      source,
      reading.readAt === null && reading.error !== null ? { ...before, error: reading.error } : reading,
    )
  }

  #begin(source: Source, signal: AbortSignal, options: { anew?: boolean }) {
    const pending = { promise: source.read(signal, options), since: this.options.now() }
    this.#pending.set(source.name, pending)
    // One that was given up is not awaited again; nobody may be waiting for it when it ends.
    pending.promise.catch(() => this.#pending.delete(source.name))
    return pending
  }

  #reading({ name }: Source): SourceReading {
    return this.#readings.get(name) ?? NEVER_READ
  }

  #cadenceOf({ cadenceMs }: Source): number {
    return Math.max(cadenceMs ?? 0, this.options.sweepIntervalMs)
  }

  #take(source: Source, stated: SourceReading): void {
    const known = this.#readings.get(source.name)
    const entries = stated.entries === known?.entries ? known.entries : stated.entries.map(redacted)
    const reading = { ...stated, entries }
    const { readAt, error } = reading
    const before = this.#reports.get(source.name)
    const at = this.options.now()
    this.#readings.set(source.name, reading)
    this.#reports.set(source.name, {
      name: source.name,
      kind: source.kind,
      ...(entries === known?.entries && before ? countsOf(before) : count(entries)),
      cadenceMs: this.#cadenceOf(source),
      readAt,
      error,
      failingSince: error === null ? null : (before?.failingSince ?? at),
      lastFailure: error === null ? (before?.lastFailure ?? null) : { at, error },
    })
  }
}

type Counts = Pick<SourceReport, 'count' | 'duplicates' | 'invalid'>

const countsOf = ({ count, duplicates, invalid }: SourceReport): Counts => ({ count, duplicates, invalid })

export function count(entries: readonly SourceEntry[]): Counts {
  const places = entries.map(({ uri }) => placeOf(uri))
  return {
    count: entries.length,
    duplicates: entries.length - new Set(places.map(({ uri }) => uri)).size,
    invalid: places.filter(({ problem }) => problem !== null).length,
  }
}

/** `user:password@host` in a list is a mistake, which is refused but neither kept nor shown. */
const redacted = (entry: SourceEntry): SourceEntry => ({
  ...entry,
  uri: entry.uri.replace(/^(\s*[a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, '$1…@'),
})
