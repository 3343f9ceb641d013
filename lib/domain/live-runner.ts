import type { Price } from './price'

/** What one unit of a live runner's price buys. Source: go-livepeer server/remote_discovery.go, validateRunnerPrice. */
export const RUNNER_UNITS = ['seconds', '720p-pixel-seconds', 'fixed'] as const
export type RunnerUnit = (typeof RUNNER_UNITS)[number]

/** An app that an orchestrator keeps running and serves under a URL of its own, as its `GET /discovery` states it. */
export interface LiveRunner {
  /** Any text; go-livepeer's own are `pipeline/model`. Gateways ask for it like for a capability. */
  readonly app: string
  readonly url: string
  /** `persistent` or `single-shot`; empty when not stated. */
  readonly mode: string
  /** Empty when not stated. */
  readonly version: string
  /** Zero when not stated. More sessions than places make `capacityAvailable` negative. */
  readonly capacity: number
  readonly capacityUsed: number
  readonly capacityAvailable: number
  readonly gpu: RunnerGpu | null
  /** The app's own text, byte for byte; empty when not stated. */
  readonly metadata: string
  /** Null when the orchestrator works off chain and names none. */
  readonly price: RunnerPrice | null
}

export interface RunnerGpu {
  /** Empty, or zero, when not stated. */
  readonly id: string
  readonly name: string
  readonly vramMb: number
}

export interface RunnerPrice extends Price {
  readonly unit: RunnerUnit
  /** The amount as it was written, such as `1e21`: who hands it on writes the same. */
  readonly spelling: string
}

/** The runners under one orchestrator address; the address as stated. */
export interface RunnersOfAddress {
  readonly address: string
  readonly runners: readonly LiveRunner[]
}
