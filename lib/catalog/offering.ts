import type { EthAddress } from '@/lib/domain/eth-address'
import type { OfferingState } from '@/lib/domain/facet'
import type { NodeHealth } from '@/lib/domain/health'
import type { OfferingKind } from '@/lib/domain/offering-kind'
import type { OutcomeKind } from '@/lib/domain/outcome'
import type { PriceUnit } from '@/lib/domain/pipeline'
import type { Price } from '@/lib/domain/price'
import type { Region } from '@/lib/domain/region'

/** node × pipeline × model: what somebody can ask for, as the node last described it. Moments are ms since 1970. */
export interface Offering {
  readonly id: string
  readonly nodeUri: string
  /** Where the node wants its work sent; null when it takes none itself. */
  readonly advertisedUri: string | null
  readonly orchestrator: EthAddress | null
  /** What people call it; null when nobody told us. */
  readonly orchestratorName: string | null
  readonly kind: OfferingKind
  readonly pipeline: string
  readonly model: string | null
  readonly state: OfferingState
  readonly price: OfferingPrice
  /** Further prices the node states for the very same offering; the first one is what a gateway reckons with. */
  readonly otherPrices: readonly Price[]
  readonly unit: PriceUnit
  /** As reported; null when not stated, which the wire cannot tell from 0. */
  readonly capacity: number | null
  readonly capacityInUse: number | null
  readonly gpus: readonly ReportedGpu[]
  /** Where the node is; null when nobody says. */
  readonly region: Region | null
  readonly nodeVersion: string | null
  readonly runnerVersion: string | null
  readonly latencyMs: number
  readonly observedAt: number
  /** How often the node is asked, by which the age of what it said is judged. */
  readonly cadenceMs: number
  readonly nodeOutcome: OutcomeKind
  readonly nodeHealth: NodeHealth
}

/** A stated zero is a price; a missing price and an unusable one are two different things. */
export type OfferingPrice =
  | { readonly kind: 'stated'; readonly price: Price; readonly origin: 'model' | 'base' }
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid' }

/** One card of a node; `key` is distinct within the network. */
export interface ReportedGpu {
  readonly key: string
  readonly reportedName: string
  readonly memoryTotalBytes: bigint | null
  /** At the probe; null when not stated, which the wire cannot tell from 0, and when it is more than there is. */
  readonly memoryFreeBytes: bigint | null
  /** `8.9`; null when not stated. */
  readonly computeCapability: string | null
}

/** On batch pipelines larger numbers were seen, up to 67,542, that cannot count parallel slots. */
export const MAX_PLAUSIBLE_CAPACITY = 100
export const isImplausibleCapacity = (capacity: number | null): boolean =>
  capacity !== null && capacity > MAX_PLAUSIBLE_CAPACITY

/** Parallel slots that nobody uses; null when the node states no number of slots that can be one. */
export const freeCapacity = ({
  capacity,
  capacityInUse,
}: Pick<Offering, 'capacity' | 'capacityInUse'>): number | null =>
  capacity === null || isImplausibleCapacity(capacity) ? null : Math.max(0, capacity - (capacityInUse ?? 0))
