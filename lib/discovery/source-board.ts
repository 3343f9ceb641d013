import { NEVER_READ, type SourceEntry, type SourceReading } from '@/lib/domain/source-reading'
import type { SourceReport } from '@/lib/snapshot/snapshot'
import type { Source } from '@/lib/sources/source'
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
  readonly #pending = new Map<string, Promise<void>>()

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

  /** What an earlier run, or another process, read and said: in use where it is newer than what we read ourselves. */
  restore(readings: ReadonlyMap<string, StoredReading>, reports: readonly SourceReport[]): void {
    for (const source of this.sources) {
      const known = reports.find(({ name, kind }) => name === source.name && kind === source.kind)
      const report = this.#reports.get(source.name)
      if (known && report) {
        const { failingSince, lastFailure } = known
        this.#reports.set(source.name, { ...report, failingSince, lastFailure })
      }
      const own = this.#reading(source)
      const stored = readings.get(source.name)
      const isNewer = stored?.readAt != null && stored.readAt > (own.readAt ?? Number.NEGATIVE_INFINITY)
      // A list that was read under another kind of source is not this one's.
      if (stored && isNewer && (known || reports.length === 0))
        this.#take(source, { ...stored, error: own.error })
    }
  }

  /** Reads all sources, side by side. Rejects only when `signal` is aborted. */
  async read(signal: AbortSignal, options: { anew?: boolean } = {}): Promise<void> {
    const waiting = new AbortController()
    const patience = pause(this.options.patienceMs, waiting.signal)
    const readings = this.sources.map(async (source) => {
      const reading = this.#pending.get(source.name) ?? this.#begin(source, signal, options)
      const isInTime = await Promise.race([reading.then(() => true), patience.then(() => false)])
      if (isInTime || signal.aborted) return
      const error = 'It has been asked and has not answered yet; the sweep goes on without it.'
      this.#take(source, { ...this.#reading(source), error })
    })
    await Promise.all(readings).finally(() => waiting.abort())
    signal.throwIfAborted()
  }

  /** What it says is taken when it comes, in this sweep or between two. */
  #begin(source: Source, signal: AbortSignal, options: { anew?: boolean }): Promise<void> {
    const reading = source
      .read(signal, options)
      .then((answer) => {
        const before = this.#reading(source)
        // A source that was not read since we started still names what an earlier run read.
        const isUnread = answer.readAt === null && answer.error !== null
        this.#take(source, isUnread ? { ...before, error: answer.error } : answer)
      })
      .finally(() => this.#pending.delete(source.name))
    this.#pending.set(source.name, reading)
    // One that was given up may end when nobody waits for it.
    reading.catch(() => {})
    return reading
  }

  #reading({ name }: Source): SourceReading {
    return this.#readings.get(name) ?? NEVER_READ
  }

  #cadenceOf({ cadenceMs }: Source): number {
    return Math.max(cadenceMs ?? 0, this.options.sweepIntervalMs)
  }

  #take(source: Source, reading: SourceReading): void {
    const { entries, facts, readAt, error } = reading
    const before = this.#reports.get(source.name)
    const at = this.options.now()
    this.#readings.set(source.name, reading)
    this.#reports.set(source.name, {
      name: source.name,
      kind: source.kind,
      ...count(entries, facts),
      cadenceMs: this.#cadenceOf(source),
      readAt,
      error,
      failingSince: error === null ? null : (before?.failingSince ?? at),
      lastFailure: error === null ? (before?.lastFailure ?? null) : { at, error },
    })
  }
}

/** What a reading could not make sense of counts as invalid, whether it became an entry or not. */
export function count(
  entries: readonly SourceEntry[],
  facts: SourceReading['facts'] = null,
): Pick<SourceReport, 'count' | 'duplicates' | 'invalid'> {
  const places = entries.map(({ uri }) => placeOf(uri))
  return {
    count: entries.length,
    duplicates: entries.length - new Set(places.map(({ uri }) => uri)).size,
    invalid:
      places.filter(({ problem }) => problem !== null).length +
      (facts?.kind === 'gateway' ? facts.refused.length : 0),
  }
}
