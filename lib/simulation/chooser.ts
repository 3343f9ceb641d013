import type { EthAddress } from '@/lib/domain/eth-address'
import type { Price } from '@/lib/domain/price'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import type { Job } from './job'

/** What is to be compared. Of a node it knows what probes see and what became of its own jobs. Moments are ms. */
export interface Chooser {
  readonly name: string
  readonly limits: TryLimits
  /** Who is to do it; null: nobody. Every choice is sent, and ends in one call of `onOutcome`. */
  choose(job: Job, nowMs: number, tried: ReadonlySet<string>): Choice | null
  onOutcome(nodeId: string, outcome: JobOutcome, nowMs: number): void
  /** After the last try of a job, whatever became of it. */
  onEnd(job: Job, nowMs: number): void
  onSweep(view: readonly ProbeView[], nowMs: number): void
}

export interface TryLimits {
  readonly maxTries: number
  /** Of a job, since it came: later no other try begins. Null: as long as its client waits. */
  readonly retryWithinMs: number | null
  /** How long one try may take before another one is made. Null: as long as its client waits. */
  readonly attemptMs: number | null
}

export const OUR_LIMITS: TryLimits = { maxTries: 3, retryWithinMs: null, attemptMs: 25_000 }

export interface Choice {
  readonly nodeId: string
  /** How long the client waited for it to be made. */
  readonly afterMs: number
}

export type JobOutcome = { readonly job: Job; readonly tookMs: number } & (
  | { readonly kind: 'ok' }
  /** It has no capacity left. */
  | { readonly kind: 'busy' }
  | { readonly kind: 'refused' }
  /** No connection in time, or the client went away meanwhile. */
  | { readonly kind: 'timed-out' }
  /** It took the job and failed. */
  | { readonly kind: 'error' }
  /** It went away while it worked. */
  | { readonly kind: 'cut' }
  /** The job itself is wrong, and would be anywhere: it is over. */
  | { readonly kind: 'bad-request' }
)

/** What a probe sees of a node. */
export interface ProbeView {
  readonly nodeId: string
  readonly orchestrator: EthAddress
  readonly stake: bigint
  /** How long the answer or the failure took. */
  readonly latencyMs: number
  /** Null: none came. */
  readonly answer: {
    readonly price: Price
    readonly isWarm: boolean
    readonly capacity: number
    readonly capacityInUse: number
  } | null
}

/** `probeAll` asks every node now, as a gateway may at any time. */
export interface ChooserTools {
  readonly random: SeededRandom
  readonly probeAll: (nowMs: number) => readonly ProbeView[]
}

export interface ChooserFactory {
  readonly name: string
  readonly create: (tools: ChooserTools) => Chooser
}
