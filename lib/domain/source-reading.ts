import type { EthAddress } from './eth-address'
import type { EthUsdReading } from './eth-usd'
import type { PoolMember } from './pool-member'
import type { ReportedOrchestrator } from './reported-orchestrator'

/** One entry of a source's list: a service URI, and what the source says of it. */
export interface SourceEntry {
  /** As stated. */
  readonly uri: string
  /** Whose node it is, where the source says so; on the chain that is who registered the URI. */
  readonly orchestrator?: EthAddress
  /** How much a webhook thinks of it. */
  readonly score?: number
}

/** What a source says when it is read. Moments are ms since 1970. */
export interface SourceReading {
  /** As the source states them, duplicates included. */
  readonly entries: readonly SourceEntry[]
  /** When the list was read; null when no list ever was. */
  readonly readAt: number | null
  /** Why the latest reading failed, in one sentence; null when it did not. */
  readonly error: string | null
  /** What came with the list; null for a bare list. */
  readonly facts: SourceFacts | null
}

export const NEVER_READ: SourceReading = { entries: [], readAt: null, error: null, facts: null }

export type SourceFacts = ChainFacts | GatewayFacts

/** The pool of orchestrators at one block of the chain. */
export interface ChainFacts {
  readonly kind: 'chain'
  readonly network: string
  readonly block: bigint
  /** When that block was made. */
  readonly blockTime: number
  /** The last round that was initialized. */
  readonly round: bigint
  /** In the pool's order. */
  readonly members: readonly PoolMember[]
  readonly ethUsd: EthUsdReading
}

/** What another gateway reports: its word, and not what we found. */
export interface GatewayFacts {
  readonly kind: 'gateway'
  readonly rows: readonly ReportedOrchestrator[]
  /** Rows of its document that could not be read, each with its place and the reason. */
  readonly refused: readonly { readonly place: string; readonly reason: string }[]
}
