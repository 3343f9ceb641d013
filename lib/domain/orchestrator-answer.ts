import type { EthAddress } from './eth-address'

/**
 * What a node said of itself when asked without capabilities (an inventory question), complete but for secrets:
 * its auth token and the private parts of its ticket parameters are dropped where the answer is decoded.
 * Amounts and sizes keep the wire's 64 bits; maps are Maps, since their keys are any text a stranger likes.
 */
export interface OrchestratorAnswer {
  /** Advertised base URL for work, as stated; empty means that the node takes none itself. */
  readonly transcoder: string
  /** Who gets paid; null when the answer carries no ticket parameters. */
  readonly recipient: EthAddress | null
  /** The node's own key, read as go-ethereum reads bytes; `addressLength` says how many there really were. */
  readonly localAddress: EthAddress
  readonly addressLength: number
  readonly capabilities: Capabilities | null
  /** Base (transcoding) price. */
  readonly priceInfo: StatedPrice | null
  readonly capabilitiesPrices: readonly StatedPrice[]
  readonly hardware: readonly Hardware[]
  /** Service URIs of sibling nodes, as stated. */
  readonly nodes: readonly string[]
}

export interface StatedPrice {
  readonly pricePerUnit: bigint
  readonly pixelsPerUnit: bigint
  readonly capability: number
  /** Model id, or for BYOC the capability's name; empty for a base price. */
  readonly constraint: string
}

export interface Capabilities {
  readonly bitstring: readonly bigint[]
  readonly mandatories: readonly bigint[]
  readonly capacities: ReadonlyMap<number, number>
  readonly version: string
  readonly constraints: Constraints | null
}

export interface Constraints {
  readonly minVersion: string
  readonly perCapability: ReadonlyMap<number, ReadonlyMap<string, ModelConstraint>>
}

export interface ModelConstraint {
  readonly warm: boolean
  readonly capacity: number
  readonly runnerVersion: string
  readonly capacityInUse: number
}

export interface Hardware {
  readonly pipeline: string
  readonly modelId: string
  readonly gpus: ReadonlyMap<string, Gpu>
}

export interface Gpu {
  readonly id: string
  readonly name: string
  readonly major: number
  readonly minor: number
  readonly memoryFreeBytes: bigint
  readonly memoryTotalBytes: bigint
}
