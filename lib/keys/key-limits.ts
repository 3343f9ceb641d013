import { type ApiKey, dayOf, type KeyLimitKind, startOfDay } from '@/lib/domain/api-key'
import type { DaySpend, KeptKeys, SpentAmount } from '@/lib/store/kept-keys'
import { StoreFailure } from '@/lib/store/store-failure'
import { isFull, type RateBucket, takeOne } from './rate-bucket'

/** The right to do one job. */
export interface Lease {
  /** To be called once, when nothing more is spent; what is said a second time counts for nothing. */
  end(spent: { readonly spentWei: bigint }): void
}

export type LimitAdmission = { readonly ok: true; readonly lease: Lease } | LimitRefusal

export interface LimitRefusal {
  readonly ok: false
  readonly limit: KeyLimitKind
  /** Whether it is the limit of all keys together. */
  readonly isOfAll: boolean
  /** When it makes sense to ask again; at least one. */
  readonly retryAfterS: number
}

export interface KeyUsage {
  /** Of the day (UTC), by all processes of this store. */
  readonly spentWeiToday: bigint
  /** Of this process. */
  readonly jobsInFlight: number
}

export interface KeyLimitsDeps {
  readonly store: Pick<KeptKeys, 'readSpend' | 'readSpendRevision' | 'addSpend'>
  readonly now: () => number
  /** Calls `beat` every so many ms; returns what ends that. */
  readonly every: (ms: number, beat: () => void) => () => void
  /** What went wrong for another reason than the disk. */
  readonly onError: (error: unknown) => void
}

export interface KeyLimitsOptions {
  /** What all requests together may cost in a day (UTC), those without a key included; null: as much as they like. */
  readonly spendWeiPerDay: bigint | null
}

const SYNC_EVERY_MS = 1_000
/** Days of which is kept what was spent, this one included. */
const KEPT_DAYS = 35
/** Of requests without a key. */
const NOBODY = ''

/**
 * How much keys do, beside what they may. Rate and concurrency are of this process; spend is of all processes of this
 * store, known within a second. A job is let go while less than the limit is spent, so that those that are under way
 * then may still exceed it. Asking touches memory alone, and where nothing can be written, memory goes on alone.
 */
export class KeyLimits {
  readonly #spendWeiPerDay: bigint | null
  readonly #jobs = new Map<string, number>()
  readonly #buckets = new Map<string, { readonly bucket: RateBucket; readonly perMinute: number }>()
  #day: number
  /** Of that day: what the store told, and what is not written yet. */
  #spent = new Map<string, bigint>()
  #spentByAll = 0n
  /** By day and key: what the store does not know yet. */
  #unwritten = new Map<string, SpentAmount>()
  /** The last one that was read or written; -1: none, or of another day. */
  #storeRevision = -1
  #syncing: Promise<unknown> | null = null
  #end = () => {}

  constructor(
    private readonly deps: KeyLimitsDeps,
    { spendWeiPerDay }: KeyLimitsOptions,
  ) {
    this.#spendWeiPerDay = spendWeiPerDay
    this.#day = dayOf(deps.now())
  }

  /** Takes up what was spent today. */
  async start(): Promise<void> {
    await this.sync()
    this.#end = this.deps.every(SYNC_EVERY_MS, () => void this.sync())
  }

  /** Writes what was spent. What the store does at once is done when this returns. */
  stop(): void {
    this.#end()
    void this.#write().catch((error: unknown) => this.#failed(error))
  }

  /** What all together may spend in a day; null: as much as they like. */
  get spendWeiPerDay(): bigint | null {
    return this.#spendWeiPerDay
  }

  /** Whether a job may begin now; null: of somebody without a key. Each one that may is counted until its lease ends. */
  admit(key: ApiKey | null): LimitAdmission {
    const now = this.deps.now()
    this.#turnTo(dayOf(now))
    const id = key?.id ?? NOBODY
    if (isReached(this.#spendWeiPerDay, this.#spentByAll)) return this.#spendRefusal(now, { isOfAll: true })
    if (key !== null) {
      const { requestsPerMinute, concurrency, spendWeiPerDay } = key.limits
      if (isReached(spendWeiPerDay, this.#spent.get(id) ?? 0n))
        return this.#spendRefusal(now, { isOfAll: false })
      if (concurrency !== null && (this.#jobs.get(id) ?? 0) >= concurrency)
        return { ok: false, limit: 'concurrency', isOfAll: false, retryAfterS: 1 }
      // Last, so that nothing is taken for a job that another limit keeps away.
      const wait = requestsPerMinute === null ? 0 : this.#take(id, requestsPerMinute, now)
      if (wait > 0) return { ok: false, limit: 'rate', isOfAll: false, retryAfterS: seconds(wait) }
    }
    this.#jobs.set(id, (this.#jobs.get(id) ?? 0) + 1)
    return { ok: true, lease: this.#lease(id) }
  }

  usage({ id }: Pick<ApiKey, 'id'>): KeyUsage {
    this.#turnTo(dayOf(this.deps.now()))
    return { spentWeiToday: this.#spent.get(id) ?? 0n, jobsInFlight: this.#jobs.get(id) ?? 0 }
  }

  /** Of all keys together, and of requests without one. */
  usageOfAll(): KeyUsage {
    this.#turnTo(dayOf(this.deps.now()))
    let jobsInFlight = 0
    for (const jobs of this.#jobs.values()) jobsInFlight += jobs
    return { spentWeiToday: this.#spentByAll, jobsInFlight }
  }

  /** Writes what is not written, and reads what others wrote. Never rejects. */
  async sync(): Promise<void> {
    if (this.#syncing !== null) return
    const syncing = this.#synchronise().catch((error: unknown) => this.#failed(error))
    this.#syncing = syncing
    await syncing
    this.#syncing = null
  }

  async #synchronise(): Promise<void> {
    const { store, now } = this.deps
    this.#tidy(now())
    this.#turnTo(dayOf(now()))
    if (this.#unwritten.size > 0) return this.#write()
    if ((await store.readSpendRevision()) === this.#storeRevision) return
    const day = this.#day
    this.#takeUp(day, await store.readSpend(day))
  }

  async #write(): Promise<void> {
    const sent = this.#unwritten
    if (sent.size === 0) return
    const day = this.#day
    this.#unwritten = new Map()
    try {
      const forgetBefore = day - KEPT_DAYS + 1
      this.#takeUp(day, await this.deps.store.addSpend([...sent.values()], { day, forgetBefore }))
    } catch (error) {
      for (const amount of sent.values()) this.#note(amount)
      throw error
    }
  }

  /** What all processes have written, and on top of it what is not written here. */
  #takeUp(day: number, { revision, weiByKey }: DaySpend): void {
    if (day !== this.#day) return
    this.#storeRevision = revision
    const spent = new Map(weiByKey)
    for (const { day: on, keyId, wei } of this.#unwritten.values())
      if (on === day) spent.set(keyId, (spent.get(keyId) ?? 0n) + wei)
    this.#spent = spent
    this.#spentByAll = sum(spent.values())
  }

  /** On another day nothing is spent, but for what the store will tell. */
  #turnTo(day: number): void {
    if (day === this.#day) return
    this.#day = day
    this.#takeUp(day, { revision: -1, weiByKey: new Map() })
  }

  #lease(id: string): Lease {
    let isOver = false
    return {
      end: ({ spentWei }) => {
        if (isOver) return
        isOver = true
        const jobs = (this.#jobs.get(id) ?? 0) - 1
        if (jobs > 0) this.#jobs.set(id, jobs)
        else this.#jobs.delete(id)
        if (spentWei > 0n) this.#spend(id, spentWei)
      },
    }
  }

  #spend(keyId: string, wei: bigint): void {
    const day = dayOf(this.deps.now())
    this.#turnTo(day)
    this.#note({ day, keyId, wei })
    this.#spent.set(keyId, (this.#spent.get(keyId) ?? 0n) + wei)
    this.#spentByAll += wei
  }

  #note({ day, keyId, wei }: SpentAmount): void {
    const place = `${day} ${keyId}`
    this.#unwritten.set(place, { day, keyId, wei: wei + (this.#unwritten.get(place)?.wei ?? 0n) })
  }

  /** How long to wait for one (ms); 0: it is taken. */
  #take(id: string, perMinute: number, now: number): number {
    const taking = takeOne(this.#buckets.get(id)?.bucket, perMinute, now)
    if (!taking.ok) return taking.retryAfterMs
    this.#buckets.set(id, { bucket: taking.bucket, perMinute })
    return 0
  }

  #tidy(now: number): void {
    for (const [id, { bucket, perMinute }] of this.#buckets)
      if (isFull(bucket, perMinute, now)) this.#buckets.delete(id)
  }

  #spendRefusal(now: number, { isOfAll }: Pick<LimitRefusal, 'isOfAll'>): LimitRefusal {
    return { ok: false, limit: 'spend', isOfAll, retryAfterS: seconds(startOfDay(this.#day + 1) - now) }
  }

  /** A store whose disk fails has said so itself. */
  #failed(error: unknown): void {
    if (!(error instanceof StoreFailure)) this.deps.onError(error)
  }
}

const isReached = (limit: bigint | null, spent: bigint): boolean => limit !== null && spent >= limit
const seconds = (ms: number): number => Math.max(1, Math.ceil(ms / 1_000))

function sum(amounts: Iterable<bigint>): bigint {
  let total = 0n
  for (const amount of amounts) total += amount
  return total
}
