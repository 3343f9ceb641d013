import type { EthAddress } from '@/lib/domain/eth-address'
import type { Capabilities, Hardware, StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { Behaviour } from './behaviour'

export const REGIONS = ['us-east', 'us-west', 'eu-central', 'eu-west', 'ap-southeast', 'sa-east'] as const
export type Region = (typeof REGIONS)[number]

/** One simulated orchestrator as data: who it is, what it offers, how it behaves. `scenario()` writes one from a sketch. */
export interface OrchestratorScenario {
  readonly name: string
  /** The name clients dial, `halcyon-1.localhost`; the port is really bound on the loopback interface. */
  readonly host: string
  /** Where it claims to be; null when nothing is known, as of a recorded one. */
  readonly region: Region | null
  /** Who gets paid; null leaves the ticket parameters out of every answer. */
  readonly recipient: EthAddress | null
  /** The node's own key. */
  readonly key: EthAddress
  readonly offer: Offer
  readonly behaviour: Behaviour
}

export interface Offer {
  /** Base URL for work: null means its own, empty that it takes none itself. A name of the fleet stands for that node's URI. */
  readonly transcoder: string | null
  /** Sibling nodes; a name of the fleet stands for that node's URI, any other text is stated as it is. */
  readonly nodes: readonly string[]
  /** Null: no price at all, which is not a price of zero. */
  readonly basePrice: StatedPrice | null
  readonly capabilities: Capabilities | null
  /** Per model, or per BYOC capability. Quotes are made of these exactly. */
  readonly prices: readonly StatedPrice[]
  /** An inventory answer floors prices to whole wei as go-livepeer does, unless they are to be repeated as recorded. */
  readonly floorsPrices: boolean
  readonly hardware: readonly Hardware[]
}
