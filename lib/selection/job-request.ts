import type { OfferingKind } from '@/lib/domain/offering-kind'
import type { PriceUnit } from '@/lib/domain/pipeline'
import type { Price } from '@/lib/domain/price'
import type { ReliabilityWindow } from '@/lib/domain/reliability'
import type { LastResort, StrategyName, Wish } from '@/lib/domain/selection'
import type { JobSize } from './job-size'

/** What a client wants done, and whom it lets do it. */
export interface JobRequest {
  readonly kind: OfferingKind
  /** A pipeline of the protocol, the name of a BYOC capability, or a live runner's app. */
  readonly pipeline: string
  /** Null: whichever there is. */
  readonly model: string | null
  readonly size: JobSize
  readonly rules: SelectionRules
  /** Jobs with the same key go to the same offering as long as it may get them. */
  readonly affinityKey: string | null
}

/** Whom a client lets do it, and whom it likes best. Null and empty lists: no matter. */
export interface SelectionRules {
  /** Numbers of features that the node must have, and may insist on; those of the pipeline itself go without saying. */
  readonly features: readonly number[]
  /** go-livepeer's own minimum, `0.8.0`. */
  readonly minNodeVersion: string | null
  /** Of the AI runner. */
  readonly minRunnerVersion: string | null
  readonly warm: Wish
  /** Short names of cards (`RTX 4090`), of which the offering must have one. */
  readonly gpus: readonly string[]
  /** Of its largest card, by the size on the box: 24 for one that reports 23.99 GiB. */
  readonly minVramGb: number | null
  readonly needsFreeCapacity: boolean
  /** `eu-west`, or `eu` for all that begin so. */
  readonly regions: readonly string[]
  readonly regionIs: 'required' | 'preferred'
  readonly maxPrice: MaxPrice | null
  /** Offerings, nodes and orchestrators, by id, URI or address; empty: all. */
  readonly only: ReadonlySet<string>
  readonly exclude: ReadonlySet<string>
  /** Ids of the offerings that a policy's filters leave; null: there are none. */
  readonly within: ReadonlySet<string> | null
  readonly minReliability: { readonly score: number; readonly window: ReliabilityWindow } | null
  /** What a node said longer ago does not count. */
  readonly maxAgeMs: number | null
  readonly strategy: StrategyName
  /** Share of jobs that go to anybody who may do them, so that the measured ones are not the only ones for ever. */
  readonly exploration: number
  readonly whenNobodyIsTrusted: LastResort
}

/** Up to which price, inclusive. */
export interface MaxPrice {
  readonly price: Price
  /** What it is for; null: for whatever the offering bills by. */
  readonly unit: PriceUnit | null
  /** Whoever asks has set it, and not this server. */
  readonly isAsked: boolean
}

/** One job of a hundred goes to somebody else than the best, unless whoever asks pins or caps the choice. */
const DEFAULT_EXPLORATION = 0.01

export const NO_RULES: SelectionRules = {
  features: [],
  minNodeVersion: null,
  minRunnerVersion: null,
  warm: 'preferred',
  gpus: [],
  minVramGb: null,
  needsFreeCapacity: false,
  regions: [],
  regionIs: 'required',
  maxPrice: null,
  only: new Set(),
  exclude: new Set(),
  within: null,
  minReliability: null,
  maxAgeMs: null,
  strategy: 'balanced',
  exploration: DEFAULT_EXPLORATION,
  whenNobodyIsTrusted: 'use-best',
}
