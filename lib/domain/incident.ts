import type { EthAddress } from './eth-address'
import type { OutcomeKind } from './outcome'

/** `recovered`: its health is up again. `node-left`: no source names it any more. */
export const INCIDENT_ENDS = ['recovered', 'node-left'] as const
export type IncidentEnd = (typeof INCIDENT_ENDS)[number]

export const INCIDENT_STATES = ['open', 'closed'] as const
export type IncidentState = (typeof INCIDENT_STATES)[number]

/**
 * A time during which a node could not be relied on. It begins as a suspicion, with the first probe that fails, and is
 * one when the node's health goes down. Moments are ms since 1970.
 */
export interface Incident {
  /** When the first probe that failed was made. */
  readonly openedAt: number
  /** When the probe was made that took the node down; null: it is only suspected. */
  readonly detectedAt: number | null
  /** When the probe was made that found it up again, or the sweep ended that did not find it listed; null: still open. */
  readonly closedAt: number | null
  readonly closedBy: IncidentEnd | null
  /** Who gets paid, as far as known. */
  readonly orchestrator: EthAddress | null
  /** How probes ended that failed, each kind once, in the order in which they were seen. */
  readonly outcomes: readonly OutcomeKind[]
  /** What was said of the latest failure. */
  readonly detail: string | null
  readonly failedProbes: number
  /** When the latest probe was made that is counted. */
  readonly probedAt: number
}
