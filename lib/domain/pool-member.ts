import type { EthAddress } from './eth-address'

/** A member of the pool as the chain states it; null is what could not be read. */
export interface MemberRecord {
  readonly address: EthAddress
  /** The first round of its activity, at most `NEVER`. */
  readonly activationRound: bigint | null
  /** The first round after it; `NEVER` when no end is set. */
  readonly deactivationRound: bigint | null
  /** LPT × 10^18, delegations included. */
  readonly stakeWei: bigint | null
  /** What the contract says of the current round, which may be one that nobody has initialized yet. */
  readonly isActiveNow: boolean | null
  /** As the AI registry states it, any text; empty when the member never registered one. */
  readonly aiServiceUri: string | null
  /** As the registry for transcoding states it, likewise. */
  readonly serviceUri: string | null
  /** Which calls failed and how; null when none did. */
  readonly problem: string | null
}

export interface PoolMember extends MemberRecord {
  /** Whether the reading's round lies in its rounds of activity, as gateways reckon; null when those could not be read. */
  readonly isActive: boolean | null
}

/** The contract says 2^256−1; as in go-livepeer a round fits 64 signed bits. */
export const NEVER = 2n ** 63n - 1n
