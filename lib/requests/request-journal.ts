import {
  type RequestStart,
  type RequestSummary,
  type RoutedRequest,
  summaryOf,
} from '@/lib/domain/routed-request'
import type { WrittenRequest } from '@/lib/store/kept-requests'
import type { Store } from '@/lib/store/store'
import { StoreFailure } from '@/lib/store/store-failure'

export interface RequestJournalDeps {
  readonly store: Pick<Store, 'writeRequests'>
  /** Calls `beat` every so many ms; returns what ends that. */
  readonly every: (ms: number, beat: () => void) => () => void
  /** Others have their turn between two pieces of work. */
  readonly turn: () => Promise<void>
  readonly monotonicMs: () => number
  /** Told of every request soon after its end, off its own turn. */
  readonly onRecord?: (record: RoutedRequest) => void
  /** What went wrong for another reason than the disk. */
  readonly onError: (error: unknown) => void
}

export interface RequestJournalOptions {
  /** Ended requests that wait to be written where the disk fails. */
  readonly maxWaiting?: number
  /** Characters of their decisions. */
  readonly maxDecisionChars?: number
}

/** A request that is under way. */
export interface JournalEntry {
  /** Exactly once, with all that is known at its end. */
  end(record: RoutedRequest): void
}

/** Whoever follows requests as they come and go. Called on their own turn: it takes note, and does its work later. */
export interface RequestListener {
  begun(start: RequestStart): void
  ended(summary: RequestSummary): void
}

/** A transaction each: a request that is being carried waits for one, where it would wait for several in a row. */
const WRITE_EVERY_MS = 25
/** Of one transaction: a few ms, with all indexes and counts. */
const ROWS_PER_WRITE = 20
/** Where many wait, the counts of a transaction are worth more than a short one: some ten ms. */
const MAX_ROWS_PER_WRITE = 100
/** Of turning decisions into text, before others have a turn. */
const SLICE_MS = 2
/** A disk that fails is left alone for so many beats. */
const PAUSE_BEATS = 40
const MAX_WAITING = 10_000
const MAX_DECISION_CHARS = 16_000_000
/** One that is longer is not kept; the largest that a choice makes are a tenth of it. */
const LONGEST_DECISION = 500_000

/**
 * Every request of this process: who is under way, and the records of those that ended. To begin and to end one touches
 * memory alone; records are written soon after, in batches. Where nothing can be written they wait, as many as there is
 * room for, without their decisions where those are too much.
 */
export class RequestJournal {
  readonly #running = new Set<RequestStart>()
  readonly #listeners = new Set<RequestListener>()
  readonly #maxWaiting: number
  readonly #maxDecisionChars: number
  /** As they ended; their decisions are objects still. */
  #fresh: RoutedRequest[] = []
  /** Ready to be written, before the fresh ones. */
  #ready: WrittenRequest[] = []
  #decisionChars = 0
  #dropped = 0
  #writing: Promise<void> | null = null
  #pausedBeats = 0
  #stopBeat = () => {}

  constructor(
    private readonly deps: RequestJournalDeps,
    { maxWaiting = MAX_WAITING, maxDecisionChars = MAX_DECISION_CHARS }: RequestJournalOptions = {},
  ) {
    this.#maxWaiting = maxWaiting
    this.#maxDecisionChars = maxDecisionChars
  }

  start(): void {
    this.#stopBeat = this.deps.every(WRITE_EVERY_MS, () => this.#beat())
  }

  /** Writes what waits. What the store does at once is done when this returns. */
  stop(): void {
    this.#stopBeat()
    for (const record of this.#fresh.splice(0)) this.#prepare(record)
    // A batch that is being written stands there already, or is given up.
    while (this.#ready.length > 0)
      this.deps.store.writeRequests(this.#take()).catch((error: unknown) => this.#failed(error))
  }

  begin(start: RequestStart): JournalEntry {
    this.#running.add(start)
    for (const listener of this.#listeners) listener.begun(start)
    let hasEnded = false
    return {
      end: (record) => {
        if (hasEnded) {
          this.deps.onError(new Error(`the request ${start.id} has ended before`))
          return
        }
        hasEnded = true
        this.#running.delete(start)
        this.#fresh.push(record)
        if (this.#listeners.size === 0) return
        const summary = summaryOf(record)
        for (const listener of this.#listeners) listener.ended(summary)
      },
    }
  }

  /** Those under way, in the order in which they began. */
  get running(): Iterable<RequestStart> {
    return this.#running
  }

  get inFlight(): number {
    return this.#running.size
  }

  /** Records that are not written yet. */
  get waiting(): number {
    return this.#fresh.length + this.#ready.length
  }

  /** Records that were lost since the disk failed for longer than there was room for them. */
  get dropped(): number {
    return this.#dropped
  }

  /** Returns what ends it. */
  listen(listener: RequestListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  /** Resolves when what has ended so far is written, or cannot be. Never rejects. */
  async settle(): Promise<void> {
    while (this.#writing !== null) await this.#writing
    if (this.waiting > 0 && this.#pausedBeats === 0) await this.#write(this.waiting)
  }

  /** One that is not written: under way, or waiting. */
  find(id: string): { readonly kind: 'running'; readonly start: RequestStart } | WaitingRequest | null {
    for (const start of this.#running) if (start.id === id) return { kind: 'running', start }
    const fresh = this.#fresh.find((record) => record.id === id)
    if (fresh) return { kind: 'waiting', request: fresh, decision: textOf(fresh.decision) }
    const ready = this.#ready.find(({ request }) => request.id === id)
    return ready ? { kind: 'waiting', ...ready } : null
  }

  #beat(): void {
    this.#makeRoom()
    if (this.#pausedBeats > 0) this.#pausedBeats -= 1
    if (this.#writing === null && this.#pausedBeats === 0 && this.waiting > 0) void this.#write(1)
  }

  #write(atLeast: number): Promise<void> {
    this.#writing ??= this.#writeSome(atLeast).finally(() => {
      this.#writing = null
    })
    return this.#writing
  }

  /** Whole transactions until there are so many; what ends meanwhile is the next beat's. */
  async #writeSome(atLeast: number): Promise<void> {
    let left = atLeast
    while (left > 0 && this.waiting > 0) {
      await this.#prepareUpTo(this.#rowsPerWrite())
      const batch = this.#take()
      left -= batch.length
      try {
        await this.deps.store.writeRequests(batch)
      } catch (error) {
        if (error instanceof StoreFailure) return this.#putBack(batch)
        await this.#writeOneByOne(batch)
        if (this.#pausedBeats > 0) return
      }
      await this.deps.turn()
    }
  }

  #rowsPerWrite(): number {
    return Math.min(MAX_ROWS_PER_WRITE, Math.max(ROWS_PER_WRITE, this.waiting >> 2))
  }

  /** Of a batch that cannot be written one record is to blame; the others are not lost with it. */
  async #writeOneByOne(batch: readonly WrittenRequest[]): Promise<void> {
    for (const [i, one] of batch.entries())
      try {
        await this.deps.store.writeRequests([one])
      } catch (error) {
        if (error instanceof StoreFailure) return this.#putBack(batch.slice(i))
        this.#dropped += 1
        this.deps.onError(error)
      }
  }

  async #prepareUpTo(count: number): Promise<void> {
    const { monotonicMs, turn } = this.deps
    let began = monotonicMs()
    // Until it is prepared it stands among the fresh ones, where the end of this process finds it.
    while (this.#ready.length < count) {
      const record = this.#fresh.shift()
      if (!record) return
      this.#prepare(record)
      if (monotonicMs() - began < SLICE_MS) continue
      await turn()
      began = monotonicMs()
    }
  }

  #prepare(record: RoutedRequest): void {
    this.#tell(record)
    const { decision, ...request } = record
    let text: string | null = null
    try {
      text = textOf(decision)
    } catch (error) {
      this.deps.onError(error)
    }
    if (text !== null && text.length > LONGEST_DECISION) text = null
    this.#decisionChars += text?.length ?? 0
    this.#ready.push({ request, decision: text })
  }

  #tell(record: RoutedRequest): void {
    try {
      this.deps.onRecord?.(record)
    } catch (error) {
      this.deps.onError(error)
    }
  }

  #take(): WrittenRequest[] {
    const batch = this.#ready.splice(0, this.#rowsPerWrite())
    for (const { decision } of batch) this.#decisionChars -= decision?.length ?? 0
    return batch
  }

  #putBack(batch: readonly WrittenRequest[]): void {
    this.#ready.unshift(...batch)
    for (const { decision } of batch) this.#decisionChars += decision?.length ?? 0
    this.#pausedBeats = PAUSE_BEATS
    this.#makeRoom()
  }

  /** The oldest go; of decisions, too. */
  #makeRoom(): void {
    const excess = this.waiting - this.#maxWaiting
    if (excess > 0) {
      this.#dropped += excess
      for (const { decision } of this.#ready.splice(0, excess)) this.#decisionChars -= decision?.length ?? 0
      const fresh = this.waiting - this.#maxWaiting
      if (fresh > 0) for (const record of this.#fresh.splice(0, fresh)) this.#tell(record)
    }
    for (let i = 0; this.#decisionChars > this.#maxDecisionChars && i < this.#ready.length; i++) {
      const { request, decision } = this.#ready[i] ?? {}
      if (!request || decision === null || decision === undefined) continue
      this.#decisionChars -= decision.length
      this.#ready[i] = { request, decision: null }
    }
  }

  /** A store whose disk fails has said so itself. */
  #failed(error: unknown): void {
    if (!(error instanceof StoreFailure)) this.deps.onError(error)
  }
}

export interface WaitingRequest extends WrittenRequest {
  readonly kind: 'waiting'
}

const textOf = (decision: object | null): string | null =>
  decision === null ? null : JSON.stringify(decision)
