import type { AttemptOutcome } from '@/lib/domain/routed-request'
import type { JobTime } from '@/lib/selection/conditions'
import type { Store } from '@/lib/store/store'

export interface JobTalliesDeps {
  readonly store: Pick<Store, 'readTimedJobs'>
  readonly now: () => number
  /** What went wrong when what is stored was read. */
  readonly onError: (error: unknown) => void
}

/** A job at an offering that has ended. */
export interface EndedJob {
  readonly tookMs: number
  /** Billed ones; null: not known. */
  readonly units: bigint | null
  readonly outcome: AttemptOutcome
  readonly at: number
}

/** What a job time is made of, and when it says nothing any more. */
const REMEMBERED_MS = 24 * 3_600_000
/** Of a time, by its latest job. */
const RECENT_SHARE = 0.2
/** Read at start; more would change nothing. */
const MAX_READ = 20_000
/** Nodes decide how many offerings there are. */
const MAX_OFFERINGS = 10_000

interface KnownTime extends JobTime {
  readonly at: number
}

/** How many of our jobs are under way at each offering, and how long they take there. How many went well at a node is counted in the store. */
export class JobTallies {
  readonly #inFlight = new Map<string, number>()
  /** The one that was heard of last comes last. */
  readonly #times = new Map<string, KnownTime>()

  constructor(private readonly deps: JobTalliesDeps) {}

  /** Takes up what is stored of the last day. Never rejects. */
  async start(): Promise<void> {
    const { store, now, onError } = this.deps
    try {
      const jobs = await store.readTimedJobs({ since: now() - REMEMBERED_MS, limit: MAX_READ })
      for (const { offeringId, ...job } of jobs.toReversed()) this.#learn(offeringId, job)
    } catch (error) {
      onError(error)
    }
  }

  begun(offeringId: string): void {
    this.#inFlight.set(offeringId, this.inFlight(offeringId) + 1)
  }

  /** Once for each that was begun. */
  ended(offeringId: string, _nodeUri: string, { outcome, units, tookMs, at }: EndedJob): void {
    const left = this.inFlight(offeringId) - 1
    if (left > 0) this.#inFlight.set(offeringId, left)
    else this.#inFlight.delete(offeringId)
    if (outcome === 'ok' && units !== null) this.#learn(offeringId, { units, tookMs, at })
  }

  inFlight(offeringId: string): number {
    return this.#inFlight.get(offeringId) ?? 0
  }

  jobTime(offeringId: string): JobTime | null {
    const known = this.#times.get(offeringId)
    return known && this.deps.now() - known.at <= REMEMBERED_MS ? known : null
  }

  #learn(
    offeringId: string,
    { units, tookMs, at }: { readonly units: bigint; readonly tookMs: number; readonly at: number },
  ): void {
    if (units <= 0n) return
    const msPerUnit = tookMs / Number(units)
    const known = this.#times.get(offeringId)
    const isRecent = known !== undefined && at - known.at <= REMEMBERED_MS
    this.#times.delete(offeringId)
    this.#times.set(
      offeringId,
      isRecent
        ? {
            msPerUnit: known.msPerUnit + RECENT_SHARE * (msPerUnit - known.msPerUnit),
            n: known.n + 1,
            at: Math.max(at, known.at),
          }
        : { msPerUnit, n: 1, at },
    )
    if (this.#times.size <= MAX_OFFERINGS) return
    for (const oldest of this.#times.keys()) {
      this.#times.delete(oldest)
      break
    }
  }
}
