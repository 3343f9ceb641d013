import { type Admission, TRUSTED } from '@/lib/domain/admission'
import { type JobResult, resultOfNode } from '@/lib/domain/job-result'
import { SUSPENSION_SCOPES, type SuspensionScope } from '@/lib/domain/suspension'
import {
  admissionOf,
  type Breaker,
  type BreakerEvent,
  boundByNow,
  stepBreaker,
} from '@/lib/selection/breaker'
import type { BreakerSettings } from '@/lib/selection/breaker-settings'
import type { BreakerEdit, BreakerPlace, BreakerWrite, StoredBreaker } from '@/lib/store/kept-breakers'
import type { Store } from '@/lib/store/store'
import { StoreFailure } from '@/lib/store/store-failure'
import { BreakerShelf, type Entry } from './breaker-shelf'
import { combineAdmissions } from './combine-admissions'
import { formatBreaker, parseBreaker } from './stored-breaker'

/** What became of a job, told when it has ended. */
export interface JobOutcome {
  readonly offeringId: string
  readonly nodeUri: string
  /** When it was sent, and when it ended (ms). */
  readonly startedAt: number
  readonly at: number
  readonly result: JobResult
}

/** The right to send one job to somebody whose suspension is over, and to tell what became of it. */
export interface Trial {
  readonly offeringId: string
  readonly nodeUri: string
  readonly begunAt: number
  /** What is tried: the offering, its node, or both. */
  readonly scopes: readonly SuspensionScope[]
}

/** Somebody who is not trusted now. */
export interface Standing extends BreakerPlace {
  readonly admission: Exclude<Admission, { kind: 'trusted' }>
  readonly breaker: Breaker
}

export interface SuspensionBoardDeps {
  readonly store: Pick<Store, 'readBreakers' | 'readBreakerRevision' | 'writeBreakers'>
  readonly now: () => number
  readonly random: () => number
  /** Calls `beat` every so many ms; returns what ends that. */
  readonly every: (ms: number, beat: () => void) => () => void
  /** What went wrong for another reason than the disk. */
  readonly onError: (error: unknown) => void
}

export interface SuspensionBoardOptions {
  readonly settings: BreakerSettings
  /** Of offerings and of nodes, as many are remembered, and stored. */
  readonly maxCount?: number
}

/** How often what jobs came to is written, and what other processes wrote is read. */
const WRITE_EVERY_MS = 1_000
const TIDY_EVERY_MS = 30_000
/** Written at once; about ten ms. */
const MAX_WRITES = 500
const MAX_BREAKERS = 10_000
/** An operator can suspend also where jobs have suspended as many as are kept. */
const ROOM_FOR_HANDS = 1_000
/** An edit that meets one of another process is made anew on what that one wrote. */
const MAX_EDITS = 5

/**
 * Who is suspended, on this store. Asking and telling touch memory alone; once a second what was told is written, and
 * what other processes wrote is taken up. Jobs of several processes are put together: whoever finds another state than
 * it knew applies what it was told since to that one. Each process lets its own jobs try, so that there are as many
 * trials at once as processes. Where nothing can be written, memory goes on alone.
 */
export class SuspensionBoard {
  readonly #settings: BreakerSettings
  readonly #maxCount: number
  readonly #offerings: BreakerShelf
  readonly #nodes: BreakerShelf
  /** The last one that was read or written here. */
  #storeRevision: number | null = null
  #writing: Promise<unknown> | null = null
  #tidiedAt = 0
  #end = () => {}

  constructor(
    private readonly deps: SuspensionBoardDeps,
    { settings, maxCount = MAX_BREAKERS }: SuspensionBoardOptions,
  ) {
    this.#settings = settings
    this.#maxCount = maxCount
    const shelf = { settings, random: deps.random, maxCount }
    this.#offerings = new BreakerShelf('offering', shelf)
    this.#nodes = new BreakerShelf('node', shelf)
  }

  get settings(): BreakerSettings {
    return this.#settings
  }

  /** Takes up what is stored. A store that cannot be read leaves everybody trusted. */
  async start(): Promise<void> {
    await this.#inTurn(() => this.#takeUp()).catch((error: unknown) => this.#failed(error))
    this.#end = this.deps.every(WRITE_EVERY_MS, () => void this.sync())
  }

  /** Writes what is not written yet. What the store does at once is done when this returns. */
  stop(): void {
    this.#end()
    if (this.#writing === null) void this.#synchronise().catch((error: unknown) => this.#failed(error))
  }

  /** Changes with everything but time that may change an admission. */
  get revision(): number {
    return this.#offerings.revision + this.#nodes.revision
  }

  /** How far an offering is to be trusted now, its node considered. */
  admission(offeringId: string, nodeUri: string): Admission {
    const [offerings, nodes] = [this.#offerings.doubtful, this.#nodes.doubtful]
    if (offerings.size === 0 && nodes.size === 0) return TRUSTED
    const [offering, node] = [offerings.get(offeringId), nodes.get(nodeUri)]
    if (offering === undefined && node === undefined) return TRUSTED
    const now = this.deps.now()
    return combineAdmissions(this.#admissionOf(offering, now), this.#admissionOf(node, now))
  }

  /** Tells of a job that was no trial. */
  record({ offeringId, nodeUri, startedAt, at, result }: JobOutcome): void {
    const job = { kind: 'job', startedAt, at: this.#past(at), offeringId } as const
    this.#offerings.step(offeringId, { ...job, result })
    this.#nodes.step(nodeUri, { ...job, result: resultOfNode(result) })
  }

  /** Null unless the suspension of somebody is over, and no other job of this process tries. */
  beginTrial(offeringId: string, nodeUri: string): Trial | null {
    const admission = this.admission(offeringId, nodeUri)
    if (admission.kind !== 'trial' || admission.isTaken) return null
    const begunAt = this.deps.now()
    const scopes = SUSPENSION_SCOPES.filter((scope) => {
      const breaker = this.#shelf(scope).breaker(idOf(scope, { offeringId, nodeUri }))
      return this.#admissionOf(breaker, begunAt).kind === 'trial'
    })
    const trial = { offeringId, nodeUri, begunAt, scopes }
    for (const scope of scopes)
      this.#shelf(scope).step(idOf(scope, trial), { kind: 'trial-begun', at: begunAt })
    return trial
  }

  /** Once for each that was begun. */
  endTrial(trial: Trial, { at, result }: { readonly at: number; readonly result: JobResult }): void {
    const { begunAt, offeringId } = trial
    for (const scope of SUSPENSION_SCOPES) {
      const about = { at: this.#past(at), result: scope === 'node' ? resultOfNode(result) : result }
      this.#shelf(scope).step(
        idOf(scope, trial),
        trial.scopes.includes(scope)
          ? { kind: 'trial-ended', begunAt, ...about }
          : { kind: 'job', startedAt: begunAt, offeringId, ...about },
      )
    }
  }

  /** By an operator, at once and for all processes. Rejects with StoreFailure, and then nothing has changed. */
  async place(
    place: BreakerPlace,
    { reason, until }: { readonly reason: string; readonly until: number | null },
  ): Promise<'placed' | 'full'> {
    const event = { kind: 'placed', at: this.deps.now(), reason, until } as const
    return (await this.#inTurn(() => this.#edit(place, event))) === 'full' ? 'full' : 'placed'
  }

  /** By an operator: also one that nobody placed, and all that led to it. Rejects as above. */
  async lift(place: BreakerPlace): Promise<'lifted' | 'absent'> {
    return this.#inTurn(async () => {
      await this.#takeUpNews()
      if (this.standingOf(place) === null) return 'absent'
      await this.#edit(place, { kind: 'lifted', at: this.deps.now() })
      return 'lifted'
    })
  }

  /** Everybody who is not trusted now, nodes first. */
  list(): readonly Standing[] {
    return [this.#nodes, this.#offerings].flatMap(({ scope, doubtful }) =>
      [...doubtful.keys()].flatMap((id) => this.standingOf({ scope, id }) ?? []),
    )
  }

  /** Null: it is trusted. */
  standingOf({ scope, id }: BreakerPlace): Standing | null {
    const breaker = this.#shelf(scope).doubtful.get(id)
    const admission = this.#admissionOf(breaker, this.deps.now())
    return breaker === undefined || admission.kind === 'trusted' ? null : { scope, id, admission, breaker }
  }

  /** Whether it is not trusted, or was not a moment ago. */
  isDoubtful({ scope, id }: BreakerPlace): boolean {
    return this.#shelf(scope).doubtful.has(id)
  }

  /** What other processes wrote, at once instead of within a second. Rejects with StoreFailure. */
  async refresh(): Promise<void> {
    await this.#inTurn(() => this.#takeUpNews())
  }

  /** Writes what is not written, and reads what others wrote. Never rejects. */
  async sync(): Promise<void> {
    if (this.#writing !== null) return
    await this.#inTurn(() => this.#synchronise()).catch((error: unknown) => this.#failed(error))
  }

  async #synchronise(): Promise<void> {
    this.#tidy()
    const edits = this.#shelves.flatMap((shelf) => unwrittenOf(shelf, MAX_WRITES))
    if (edits.length === 0) return this.#takeUpNews()
    const sent = edits.map(({ entry }) => entry && send(entry))
    let result: Awaited<ReturnType<Store['writeBreakers']>>
    try {
      result = await this.deps.store.writeBreakers(
        edits.map(({ edit }) => edit),
        { maxCount: this.#maxCount },
      )
    } catch (error) {
      for (const [i, { entry }] of edits.entries()) if (entry) takeBack(entry, sent[i] ?? [])
      throw error
    }
    for (const [i, { entry, edit }] of edits.entries()) {
      if (!entry) this.#shelf(edit.scope).settleGone(edit.id)
      else settle(entry, result.writes[i], { revision: result.revision, sent: sent[i] ?? [] })
    }
    await this.#settleRevision(result.revision, result.writes)
  }

  /** Throws StoreFailure, and then nothing has changed. */
  async #edit(place: BreakerPlace, event: BreakerEvent): Promise<BreakerWrite> {
    const { store, random, now } = this.deps
    const shelf = this.#shelf(place.scope)
    for (let i = 0; i < MAX_EDITS; i++) {
      const known = shelf.entry(place.id)
      const breaker = stepBreaker(shelf.breaker(place.id), event, { settings: this.#settings, random })
      const edit = { ...place, knownRevision: shelf.revisionOf(place.id), body: formatBreaker(breaker) }
      const sent = known ? send(known) : []
      let result: Awaited<ReturnType<Store['writeBreakers']>>
      try {
        result = await store.writeBreakers([edit], { maxCount: this.#maxCount + ROOM_FOR_HANDS })
      } catch (error) {
        if (known) takeBack(known, sent)
        throw error
      }
      const [write = 'conflict'] = result.writes
      if (known && write !== 'written') takeBack(known, sent)
      if (write === 'written') shelf.adopt(place.id, event, { revision: result.revision, now: now() })
      await this.#settleRevision(result.revision, result.writes)
      if (write !== 'conflict') return write
    }
    throw new Error(`the suspension of ${place.id} is edited by others all the time`)
  }

  /** Somebody else has written meanwhile where ours is not the next revision. */
  async #settleRevision(revision: number, writes: readonly BreakerWrite[]): Promise<void> {
    const isNext = revision === (this.#storeRevision ?? 0) + 1 && writes.includes('written')
    if (isNext && !writes.includes('conflict')) this.#storeRevision = revision
    else await this.#takeUp()
  }

  async #takeUpNews(): Promise<void> {
    if ((await this.deps.store.readBreakerRevision()) !== this.#storeRevision) await this.#takeUp()
  }

  async #takeUp(): Promise<void> {
    const { store, now } = this.deps
    // First, so that what is written in between is read once more instead of never.
    const revision = await store.readBreakerRevision()
    const rows = await store.readBreakers()
    for (const shelf of this.#shelves) {
      const own = rows.filter(({ scope }) => scope === shelf.scope)
      shelf.takeUp(new Map(own.map((row) => [row.id, row])), (row) => this.#readRow(row, now()))
    }
    this.#storeRevision = revision
  }

  #readRow(row: StoredBreaker, now: number): Breaker | null {
    const breaker = parseBreaker(row)
    return breaker && boundByNow(breaker, now, this.#settings)
  }

  #tidy(): void {
    const now = this.deps.now()
    if (Math.abs(now - this.#tidiedAt) < TIDY_EVERY_MS) return
    this.#tidiedAt = now
    for (const shelf of this.#shelves) shelf.tidy(now)
  }

  /** One after the other: two writes would take each other for somebody else's. */
  async #inTurn<T>(task: () => Promise<T>): Promise<T> {
    while (this.#writing !== null) await this.#writing.catch(() => {})
    const running = task()
    this.#writing = running
    try {
      return await running
    } finally {
      this.#writing = null
    }
  }

  /** A store whose disk fails has said so itself. */
  #failed(error: unknown): void {
    if (!(error instanceof StoreFailure)) this.deps.onError(error)
  }

  /** Nothing has ended in the future, whatever the clock of whoever tells it. */
  #past(at: number): number {
    return Math.min(at, this.deps.now())
  }

  #admissionOf(breaker: Breaker | undefined, now: number): Admission {
    return breaker === undefined ? TRUSTED : admissionOf(breaker, now, this.#settings)
  }

  get #shelves(): readonly BreakerShelf[] {
    return [this.#offerings, this.#nodes]
  }

  #shelf(scope: SuspensionScope): BreakerShelf {
    return scope === 'node' ? this.#nodes : this.#offerings
  }
}

const idOf = (
  scope: SuspensionScope,
  { offeringId, nodeUri }: Pick<Trial, 'offeringId' | 'nodeUri'>,
): string => (scope === 'node' ? nodeUri : offeringId)

interface Unwritten {
  readonly edit: BreakerEdit
  /** Null: a row goes. */
  readonly entry: Entry | null
}

function unwrittenOf(shelf: BreakerShelf, limit: number): Unwritten[] {
  const { scope } = shelf
  const { changed, gone } = shelf.unwritten(limit)
  return [
    ...changed.map((entry) => {
      const { id, revision: knownRevision, breaker } = entry
      return { entry, edit: { scope, id, knownRevision, body: formatBreaker(breaker) } }
    }),
    ...[...gone].map(([id, knownRevision]) => ({
      entry: null,
      edit: { scope, id, knownRevision, body: null },
    })),
  ]
}

function send(entry: Entry): readonly BreakerEvent[] {
  const { unwritten } = entry
  entry.unwritten = []
  entry.isDirty = false
  return unwritten
}

function takeBack(entry: Entry, sent: readonly BreakerEvent[]): void {
  entry.unwritten = [...sent, ...entry.unwritten]
  entry.isDirty = true
}

function settle(
  entry: Entry,
  write: BreakerWrite | undefined,
  { revision, sent }: { readonly revision: number; readonly sent: readonly BreakerEvent[] },
): void {
  if (write === 'written') entry.revision = revision
  // Where there is no room for another one, memory has it alone.
  else if (write !== 'full') takeBack(entry, sent)
}
