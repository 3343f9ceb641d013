import type { EthAddress } from './eth-address'
import type { OfferingState } from './facet'
import type { HealthState } from './health'
import type { OfferingKind } from './offering-kind'
import type { OutcomeKind } from './outcome'
import type { PriceUnit } from './pipeline'
import type { Price } from './price'

/**
 * What differs between two snapshots in a row: a closed set. Regions are not in it, since they do not come from
 * snapshots but from files that change at any time; neither are places in use, which change with every sweep of a busy
 * network and would drown the rest.
 */
export const CHANGE_KINDS = [
  'node-joined',
  'node-left',
  'node-silent',
  'node-back',
  'health-changed',
  'version-changed',
  'gpus-changed',
  'offering-added',
  'offering-gone',
  'price-changed',
  'state-changed',
  'capacity-changed',
  'many-changes',
  'snapshot',
] as const

export type Change = NodeChange | OfferingChange | SnapshotChange

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
    | { readonly kind: 'health-changed'; readonly before: HealthState; readonly after: HealthState }
    /** Null: it states none. */
    | { readonly kind: 'version-changed'; readonly before: string | null; readonly after: string | null }
    | ({ readonly kind: 'gpus-changed' } & GpuDifference)
    /** More changed at this node than is kept: `leftOut` changes are not there, so what is known of it must be read anew. */
    | { readonly kind: 'many-changes'; readonly leftOut: number }
  )

export interface NodeOutcome {
  readonly outcome: OutcomeKind
  readonly detail: string | null
}

/** Distinct cards by their short name. */
export interface GpuDifference {
  readonly added: readonly GpuCount[]
  readonly removed: readonly GpuCount[]
  /** Further names whose number changed. */
  readonly others: number
}

export interface GpuCount {
  readonly name: string
  readonly count: number
}

export type OfferingChange = AboutNode & { readonly offering: OfferingRef } & (
    | { readonly kind: 'offering-added'; readonly after: OfferingTerms }
    | { readonly kind: 'offering-gone'; readonly before: OfferingTerms; readonly reason: GoneReason }
    | { readonly kind: 'price-changed'; readonly before: StatedAmount; readonly after: StatedAmount }
    | { readonly kind: 'state-changed'; readonly before: OfferingState; readonly after: OfferingState }
    /** Null: not stated. */
    | { readonly kind: 'capacity-changed'; readonly before: number | null; readonly after: number | null }
  )

/** Names as stated, but bounded. */
export interface OfferingRef {
  readonly id: string
  readonly kind: OfferingKind
  readonly pipeline: string
  /** Null when the node does not say which. */
  readonly model: string | null
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
  readonly nodesAsked: number
  readonly nodesAnswered: number
}
