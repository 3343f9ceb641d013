import type { SuspensionScope } from '@/lib/domain/suspension'
import {
  type Breaker,
  type BreakerDeps,
  type BreakerEvent,
  isForgettable,
  isPlain,
  newBreaker,
  settleBreaker,
  stepBreaker,
} from '@/lib/selection/breaker'
import type { BreakerPlace, StoredBreaker } from '@/lib/store/kept-breakers'

/** A breaker in memory, and what the store knows of it. */
export interface Entry extends BreakerPlace {
  breaker: Breaker
  /** Of the row in the store that it was read from or written to; null: there is none. */
  revision: number | null
  /** What happened since that was written or read; what is there otherwise by then is stepped by it anew. */
  unwritten: BreakerEvent[]
  /** Whether it is to be written; jobs that went well travel with the next thing that matters. */
  isDirty: boolean
}

export interface ShelfDeps extends BreakerDeps {
  readonly maxCount: number
}

/** More were of no consequence: a breaker remembers no more jobs than that. */
const MAX_UNWRITTEN = 200
/** Of all of them, how many go at once where there are too many. */
const EVICTED_SHARE = 0.1

/** The breakers of one scope. Those that may be anything but trusted stand in a map of their own, mostly an empty one. */
export class BreakerShelf {
  readonly #entries = new Map<string, Entry>()
  readonly #doubtful = new Map<string, Breaker>()
  /** Rows of the store whose breakers are forgotten, with their revisions. */
  readonly #gone = new Map<string, number>()
  /** Rows that only a later version of this program can read, with their revisions. What is known of those here is not written. */
  readonly #foreign = new Map<string, number>()
  #revision = 0

  constructor(
    readonly scope: SuspensionScope,
    private readonly deps: ShelfDeps,
  ) {}

  /** Those that are suspended, on trial or recovering, or were so a moment ago. */
  get doubtful(): ReadonlyMap<string, Breaker> {
    return this.#doubtful
  }

  /** Grows with everything but time that may change whether somebody is trusted. */
  get revision(): number {
    return this.#revision
  }

  breaker(id: string): Breaker {
    return this.#entries.get(id)?.breaker ?? newBreaker(this.scope)
  }

  entry(id: string): Entry | null {
    return this.#entries.get(id) ?? null
  }

  /** Of the row in the store, whether its breaker is known here or not; null: there is none. */
  revisionOf(id: string): number | null {
    return this.#entries.get(id)?.revision ?? this.#gone.get(id) ?? this.#foreign.get(id) ?? null
  }

  /** An event that is in the store already, under a revision. */
  adopt(id: string, event: BreakerEvent, { revision, now }: { revision: number; now: number }): void {
    const entry = this.#entries.get(id) ?? this.#add(id, now)
    entry.revision = revision
    this.#foreign.delete(id)
    this.#set(entry, stepBreaker(entry.breaker, event, this.deps))
  }

  step(id: string, event: BreakerEvent): void {
    const known = this.#entries.get(id)
    const before = known?.breaker ?? newBreaker(this.scope)
    const breaker = stepBreaker(before, event, this.deps)
    if (breaker === before) return
    const entry = known ?? this.#add(id, event.at)
    this.#set(entry, breaker)
    entry.unwritten.push(event)
    if (entry.unwritten.length > MAX_UNWRITTEN) entry.unwritten.shift()
    // What went well moves nobody who is trusted, and is not worth a row of its own.
    if (event.kind !== 'job' || event.result.kind === 'fault') entry.isDirty = true
  }

  /** What is to be written: entries, and rows that go. */
  unwritten(limit: number): {
    readonly changed: readonly Entry[]
    readonly gone: ReadonlyMap<string, number>
  } {
    const changed: Entry[] = []
    for (const entry of this.#entries.values()) {
      if (changed.length >= limit) break
      if (entry.isDirty && !this.#foreign.has(entry.id)) changed.push(entry)
    }
    return { changed, gone: new Map([...this.#gone].slice(0, limit)) }
  }

  /** A row went, or was another one by then. */
  settleGone(id: string): void {
    this.#gone.delete(id)
  }

  /** What the store holds, whoever wrote it. `read` is asked of what is new here; null: only a later version can read it. */
  takeUp(rows: ReadonlyMap<string, StoredBreaker>, read: (row: StoredBreaker) => Breaker | null): void {
    for (const [id, row] of rows) {
      const { revision } = row
      if (this.revisionOf(id) === revision) continue
      this.#gone.delete(id)
      const breaker = read(row)
      if (breaker === null) this.#leaveAlone(id, revision)
      else this.#takeOver(id, breaker, revision)
    }
    for (const entry of this.#entries.values())
      if (entry.revision !== null && !rows.has(entry.id)) this.#replay(entry, null, null)
    for (const known of [this.#gone, this.#foreign])
      for (const id of known.keys()) if (!rows.has(id)) known.delete(id)
  }

  /** Ends what time has ended, and forgets who is trusted and idle. */
  tidy(now: number): void {
    const { settings } = this.deps
    for (const entry of this.#entries.values())
      if (isForgettable(entry.breaker, now, settings)) this.#forget(entry)
      else this.#set(entry, settleBreaker(entry.breaker, now, settings))
  }

  #takeOver(id: string, breaker: Breaker, revision: number): void {
    this.#foreign.delete(id)
    this.#replay(this.#entries.get(id) ?? this.#blank(id), breaker, revision)
  }

  /** It may be an operator's word. Jobs are heard all the same, in memory alone. */
  #leaveAlone(id: string, revision: number): void {
    this.#foreign.set(id, revision)
    const entry = this.#entries.get(id)
    if (entry) this.#replay(entry, null, null)
  }

  #replay(entry: Entry, stored: Breaker | null, revision: number | null): void {
    const from = stored ?? newBreaker(this.scope)
    const breaker = entry.unwritten.reduce((known, event) => stepBreaker(known, event, this.deps), from)
    entry.revision = revision
    if (breaker === from) {
      entry.unwritten = []
      entry.isDirty = false
    }
    if (breaker === from && stored === null && revision === null) this.#drop(entry)
    else this.#set(entry, breaker)
  }

  #set(entry: Entry, breaker: Breaker): void {
    if (entry.breaker === breaker) return
    entry.breaker = breaker
    if (!isPlain(breaker)) this.#doubtful.set(entry.id, breaker)
    else if (!this.#doubtful.delete(entry.id)) return
    this.#revision += 1
  }

  #add(id: string, now: number): Entry {
    if (this.#entries.size >= this.deps.maxCount) this.#makeRoom(now)
    return this.#blank(id)
  }

  #blank(id: string): Entry {
    const breaker = newBreaker(this.scope)
    const revision = this.#gone.get(id) ?? null
    this.#gone.delete(id)
    const entry: Entry = { scope: this.scope, id, breaker, revision, unwritten: [], isDirty: false }
    this.#entries.set(id, entry)
    return entry
  }

  /** A stranger decides how many offerings there are. The least worth knowing go, an operator's never. */
  #makeRoom(now: number): void {
    const { settings, maxCount } = this.deps
    const byWorth = [...this.#entries.values()]
      .filter(({ breaker }) => breaker.hand === null)
      .map((entry) => ({ entry, worth: worthOf(entry.breaker, now) }))
      .sort((a, b) => a.worth - b.worth)
    const most = Math.max(1, Math.ceil(maxCount * EVICTED_SHARE))
    for (const [i, { entry }] of byWorth.entries())
      if (i < most || isForgettable(entry.breaker, now, settings)) this.#forget(entry)
  }

  #forget(entry: Entry): void {
    if (entry.revision !== null) this.#gone.set(entry.id, entry.revision)
    this.#drop(entry)
  }

  #drop(entry: Entry): void {
    this.#entries.delete(entry.id)
    if (this.#doubtful.delete(entry.id)) this.#revision += 1
  }
}

/** Whoever is trusted goes before whoever is not, and of either the one that was heard of longest ago. */
const worthOf = ({ phase, settledAt, samples }: Breaker, now: number): number =>
  Math.max(settledAt, samples.at(-1)?.at ?? 0) + (phase.kind === 'closed' ? 0 : now)
