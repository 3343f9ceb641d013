import type { Store } from '@/lib/store/store'

/** How long the parts of history are kept (ms). */
export interface HistoryLimits {
  /** Every sweep; after that the last one of each hour. */
  readonly sweepsMs: number
  /** The last sweep of each hour. */
  readonly hourlyMs: number
  /** What changed, incidents, and spans of terms and cards. */
  readonly changesMs: number
  /** Requests that were carried, and why each went where it went. */
  readonly requestsMs: number
  readonly decisionsMs: number
}

/** Changes are small, but strangers decide how many there are: about 500 MB of them. */
const KEEP_CHANGES = 1_000_000
/** As many are as clients like: about 1 GB of requests, and as much of decisions. */
const KEEP_REQUESTS = 1_000_000
const KEEP_DECISIONS = 50_000
/** What is forgotten by the hour need not be looked for with every sweep. */
const HOURLY_MS = 3_600_000

/** Forgets what is too old, beside the sweeps, in steps that hold nobody up. One that is broken off is taken up again. */
export class Retention {
  #running: Promise<void> | null = null
  #isEnding = false
  #hourlyAt = Number.NEGATIVE_INFINITY

  constructor(
    private readonly store: Pick<
      Store,
      'forgetSnapshots' | 'forgetStanding' | 'forgetIncidents' | 'deleteChanges' | 'forgetRequests'
    >,
    private readonly limits: HistoryLimits,
    /** Told of every run: what went wrong, or null. */
    private readonly onEnd: (error: unknown) => void,
  ) {}

  /** Begins a run as of `now` (ms), unless one is under way. */
  run(now: number): void {
    if (this.#isEnding) return
    this.#running ??= this.#forget(now)
      .then(
        () => this.onEnd(null),
        (error: unknown) => this.onEnd(error),
      )
      .finally(() => {
        this.#running = null
      })
  }

  /** Resolves when nothing is under way any more. */
  async end(): Promise<void> {
    this.#isEnding = true
    await this.#running
  }

  async #forget(now: number): Promise<void> {
    const { store, limits } = this
    const changesBefore = now - limits.changesMs
    await store.forgetSnapshots({ thinBefore: now - limits.sweepsMs, before: now - limits.hourlyMs })
    // A clock that was set back does not put it off for longer.
    if (Math.abs(now - this.#hourlyAt) < HOURLY_MS) return
    this.#hourlyAt = now
    const steps = [
      () => store.deleteChanges({ before: changesBefore, keep: KEEP_CHANGES }),
      () => store.forgetStanding(changesBefore),
      () => store.forgetIncidents(changesBefore),
      () =>
        store.forgetRequests({
          before: now - limits.requestsMs,
          decisionsBefore: now - limits.decisionsMs,
          keep: KEEP_REQUESTS,
          keepDecisions: KEEP_DECISIONS,
          now,
        }),
    ]
    for (const step of steps) if (!this.#isEnding) await step()
  }
}
