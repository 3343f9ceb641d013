import type { OfferingRef, StatedAmount } from './change'
import type { EthAddress } from './eth-address'
import type { OfferingState } from './facet'

/** What holds until it changes, and so has a history of spans: the terms of offerings, and how many cards a node has. */
export type StandingChange =
  /** Null: it is offered no more. */
  | {
      readonly kind: 'terms'
      readonly nodeUri: string
      readonly offering: Pick<OfferingRef, 'id' | 'kind' | 'pipeline'>
      readonly terms: StandingTerms | null
    }
  /** Cards by their short name; zero: none any more. */
  | { readonly kind: 'gpus'; readonly nodeUri: string; readonly name: string; readonly count: number }

export interface StandingTerms {
  /** Null when the node does not say which. */
  readonly model: string | null
  readonly orchestrator: EthAddress | null
  /** The short name of its cards; of several kinds the first. */
  readonly gpu: string | null
  readonly state: OfferingState
  readonly price: StatedAmount
  readonly unit: string
  readonly capacity: number | null
}
