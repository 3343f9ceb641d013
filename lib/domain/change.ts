import type { EthAddress } from './eth-address'
import type { OfferingState } from './facet'
import type { HealthState } from './health'
import type { OfferingKind } from './offering-kind'
import type { OutcomeKind } from './outcome'
import type { PriceUnit } from './pipeline'
import type { Price } from './price'
import type { Region } from './region'

/**
 * What differs between two snapshots: a closed set. Places in use are not in it, since they change with every sweep of a
 * busy network and would drown the rest.
 */
export const CHANGE_KINDS = [
  'node-joined',
  'node-left',
  'node-silent',
  'node-back',
  'node-stale',
  'health-changed',
  'version-changed',
  'region-changed',
  'gpu-added',
  'gpu-gone',
  'offering-added',
  'offering-gone',
  'price-changed',
  'warmed',
  'cooled',
  'state-changed',
  'capacity-changed',
  'suspended',
  'resumed',
  'many-changes',
  'snapshot',
] as const

/** Stands for changes that were left out. */
export const MANY_CHANGES = 'many-changes'

/** Not of the network, but of how far this server trusts it with jobs: no snapshot holds it. */
export const SUSPENSION_CHANGE_KINDS = ['suspended', 'resumed'] as const

export type Change = NodeChange | OfferingChange | SuspensionChange | SnapshotChange

interface AboutNode {
  readonly nodeUri: string
  /** Who gets paid; null when nobody is known to be. */
  readonly orchestrator: EthAddress | null
  /** When the node said so, or was found so (ms). */
  readonly observedAt: number
}

export type NodeChange = AboutNode &
  (
    | { readonly kind: 'node-joined'; readonly after: NodeOutcome }
    /** No source names it any more. */
    | { readonly kind: 'node-left'; readonly before: NodeOutcome }
    /** It answered before, and does not now. What it offers counts on until that expires. */
    | { readonly kind: 'node-silent'; readonly before: NodeOutcome; readonly after: NodeOutcome }
    | { readonly kind: 'node-back'; readonly before: NodeOutcome; readonly after: NodeOutcome }
    /** What it last said counts on, but has become stale: it was not heard for three of its cadences. */
    | { readonly kind: 'node-stale'; readonly lastAnswerAt: number }
    | { readonly kind: 'health-changed'; readonly before: HealthState; readonly after: HealthState }
    /** Null: it states none. */
    | { readonly kind: 'version-changed'; readonly before: string | null; readonly after: string | null }
    /** Null: nobody says where it is. */
    | { readonly kind: 'region-changed'; readonly before: Region | null; readonly after: Region | null }
    /** It reports more, or fewer, distinct cards of one name; zero: none. */
    | ({ readonly kind: 'gpu-added' | 'gpu-gone' } & GpuDifference)
    /** More changed at this node than is kept: `leftOut` changes are not there, so what is known of it must be read anew. */
    | { readonly kind: 'many-changes'; readonly leftOut: number }
  )

export interface NodeOutcome {
  readonly outcome: OutcomeKind
  readonly detail: string | null
}

export interface GpuDifference {
  /** The short name of the cards. */
  readonly gpu: string
  readonly before: number
  readonly after: number
}

export type OfferingChange = AboutNode & { readonly offering: OfferingRef } & (
    | { readonly kind: 'offering-added'; readonly after: OfferingTerms }
    | { readonly kind: 'offering-gone'; readonly before: OfferingTerms; readonly reason: GoneReason }
    | { readonly kind: 'price-changed'; readonly before: StatedAmount; readonly after: StatedAmount }
    /** The model was loaded. */
    | { readonly kind: 'warmed'; readonly before: UnloadedState; readonly after: 'warm' }
    /** It is loaded no more. */
    | { readonly kind: 'cooled'; readonly before: 'warm'; readonly after: UnloadedState }
    /** Between states that are not warm. */
    | { readonly kind: 'state-changed'; readonly before: UnloadedState; readonly after: UnloadedState }
    /** Null: not stated. */
    | { readonly kind: 'capacity-changed'; readonly before: number | null; readonly after: number | null }
  )

/** Told as it stands when a sweep ends: what began and ended in between is not told. */
export type SuspensionChange = AboutNode & {
  /** Null: the node with all that it offers. */
  readonly offering: OfferingRef | null
} & (
    | {
        readonly kind: 'suspended'
        /** In a few words, or an operator's. */
        readonly cause: string
        readonly isByHand: boolean
        /** When it is tried again; null: when it is lifted. */
        readonly reopensAt: number | null
      }
    /** It gets jobs again, a few at first or all. */
    | { readonly kind: 'resumed'; readonly suspendedAt: number }
  )

/** Any but warm. */
type UnloadedState = Exclude<OfferingState, 'warm'>

/** Names as stated, but bounded. */
export interface OfferingRef {
  readonly id: string
  readonly kind: OfferingKind
  readonly pipeline: string
  /** Null when the node does not say which. */
  readonly model: string | null
  /** The short name of the card it runs on, of several kinds the first; null: not reported. */
  readonly gpu: string | null
}

/** What a buyer looks at. */
export interface OfferingTerms {
  readonly state: OfferingState
  readonly price: StatedAmount
  readonly capacity: number | null
}

export type StatedAmount =
  | { readonly kind: 'stated'; readonly price: Price; readonly unit: PriceUnit }
  | { readonly kind: 'missing' }
  | { readonly kind: 'invalid' }

/** `withdrawn`: the node states it no more. `expired`: it was last stated too long ago. `node-left`: with its node. */
export const GONE_REASONS = ['withdrawn', 'expired', 'node-left'] as const
export type GoneReason = (typeof GONE_REASONS)[number]

/** A snapshot is complete: it is the last of its changes. */
export interface SnapshotChange {
  readonly kind: 'snapshot'
  /** When its sweep ended (ms). */
  readonly observedAt: number
  readonly startedAt: number
  readonly nodesListed: number
  /** By this very sweep; null for one of an older version, which did not count them. */
  readonly nodesAsked: number | null
  /** When they were asked last, in this sweep or before. */
  readonly nodesAnswered: number
}
