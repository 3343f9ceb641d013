import type { EthAddress } from '@/lib/domain/eth-address'
import type { NodeHealth } from '@/lib/domain/health'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import type { OutcomeKind } from '@/lib/domain/outcome'
import type { Region } from '@/lib/domain/region'
import type { RunnerListing } from '@/lib/domain/runner-listing'
import type { SourceKind } from '@/lib/domain/source-kind'

/**
 * The network as one sweep saw it: every node that a source names, in exactly one outcome. A node that was not due keeps
 * the outcome of its latest question. Moments are ms since 1970.
 */
export interface Snapshot {
  /** Grows with every snapshot of a store. */
  readonly id: number
  /** The last of the changes up to it, from which a client goes on; null when no changes were kept yet. */
  readonly lastChangeId: number | null
  readonly startedAt: number
  readonly endedAt: number
  /** Time between two sweeps when this one ran. */
  readonly cadenceMs: number
  /** Who measured, from where. */
  readonly vantage: string
  readonly sources: readonly SourceReport[]
  /** Ascending by uri. */
  readonly nodes: readonly NodeObservation[]
}

/** A snapshot to which the store has not given its numbers yet. */
export type FoldedSnapshot = Omit<Snapshot, 'id' | 'lastChangeId'>

export interface SourceReport {
  readonly name: string
  readonly kind: SourceKind
  /** Entries in its list, as stated, duplicates included. */
  readonly count: number
  /** Entries that name a node which an earlier entry of the list names already, in whatever spelling. */
  readonly duplicates: number
  /** Entries that are no service URI. */
  readonly invalid: number
  /** How often nodes are asked that only this source names (ms). */
  readonly cadenceMs: number
  /** When the list in use was read; null when none ever was. */
  readonly readAt: number | null
  /** Why the latest reading failed; null when it did not. */
  readonly error: string | null
  /** When the first of its failed readings in a row was made; null while it works. */
  readonly failingSince: number | null
  /** The latest failure there ever was, also after it works again. */
  readonly lastFailure: { readonly at: number; readonly error: string } | null
}

export interface NodeObservation {
  /** The service URI we ask, or the source's text when it is none (`invalid-uri`). */
  readonly uri: string
  readonly sources: readonly NamedBy[]
  /** How often it is asked while it is well. */
  readonly cadenceMs: number
  readonly kind: OutcomeKind
  readonly detail: string | null
  readonly askedAt: number
  /** What it said when it last answered: in this sweep, or in an earlier one when this question went unanswered. */
  readonly lastAnswer: LastAnswer | null
  /** When the first of its unanswered questions in a row was asked; null while it answers. */
  readonly failingSince: number | null
  readonly health: NodeHealth
  /** Its live runners; null when it was never asked for them. */
  readonly runners: RunnerListing | null
  /** Where it was known to be when the sweep ended; null where nobody says. */
  readonly region: Region | null
}

/** What one source says of a node. */
export interface Naming {
  /** The source's. */
  readonly name: string
  /** How many of its entries name the node, in whatever spelling. */
  readonly times: number
  /** Whose node it is, where the source says so: more than one when several registered the same URI. */
  readonly orchestrators: readonly EthAddress[]
  /** The last one stated; null when the source gives no scores. */
  readonly score: number | null
}

/** That a source names a node, with the first and the last sweep in which it did. */
export interface NamedBy extends Naming {
  readonly firstAt: number
  readonly lastAt: number
}

export interface LastAnswer {
  readonly answer: OrchestratorAnswer
  readonly answeredAt: number
  /** From the first packet of the connection to the parsed answer. */
  readonly latencyMs: number
  readonly roundTrip: RoundTrip
  /** The node says of itself that it belongs to a simulated network. */
  readonly isSimulated: boolean
  /** The address that was dialled; null in snapshots of an older version. */
  readonly address: string | null
}

/** Where the time of a probe went, in ms; the steps after `dnsMs` add up to the latency, but for decoding. */
export interface RoundTrip {
  readonly dnsMs: number
  readonly connectMs: number
  /** Null on a plaintext connection. */
  readonly tlsMs: number | null
  readonly answerMs: number
}
