import type { EthAddress } from '@/lib/domain/eth-address'
import type { RunnerUnit } from '@/lib/domain/live-runner'
import type { Capabilities, Gpu, Hardware, StatedPrice } from '@/lib/domain/orchestrator-answer'
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
  /** False: in no list of this network; only a sibling's answer names it. */
  readonly isListed: boolean
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
  /** How the workers of BYOC capabilities do, by name; one that only has a price does as usual. */
  readonly byocWorkers: ReadonlyMap<string, ByocWorker>
  /** An inventory answer floors prices to whole wei as go-livepeer does, unless they are to be repeated as recorded. */
  readonly floorsPrices: boolean
  readonly hardware: readonly Hardware[]
  /** Without any, `GET /discovery` says that there is no such thing here. */
  readonly runners: readonly RunnerOffer[]
}

/** A simulated worker of a capability that the operator brought. */
export interface ByocWorker {
  /** Places that its tokens tell of. */
  readonly capacity: number
  /** How long a job takes; null: as long as any job of the node. */
  readonly workMs: number | null
  /** From 400 on its answers are errors, which are passed on; 401 makes the node forget it. */
  readonly status: number
  /** Of an error; null: a sentence. */
  readonly text: string | null
}

/** A live runner: an app that the node keeps running, at most one per name. */
export interface RunnerOffer {
  readonly app: string
  readonly mode: RunnerMode
  /** Empty: states none. Likewise the metadata. */
  readonly version: string
  readonly metadata: string
  readonly capacity: number
  readonly capacityUsed: number
  /** Null: states none. */
  readonly gpu: Gpu | null
  /** Stated only by a node that has a recipient. */
  readonly price: { readonly wei: bigint; readonly unit: RunnerUnit }
  /** Null: a route of the node's own; else where a proxy serves it. */
  readonly url: string | null
}

export type RunnerMode = 'persistent' | 'single-shot'
