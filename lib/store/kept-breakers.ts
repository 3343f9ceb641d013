import type { SuspensionScope } from '@/lib/domain/suspension'

/** What is remembered of how far offerings and nodes are to be trusted. */
export interface KeptBreakers {
  readBreakers(): Promise<readonly StoredBreaker[]>
  /** Grows with every write; 0: nothing was ever written. Cheap enough to ask every second. */
  readBreakerRevision(): Promise<number>
  /** Writes several in one transaction, each only if what is there is what its writer knows of. */
  writeBreakers(edits: readonly BreakerEdit[], limits: { readonly maxCount: number }): Promise<BreakerWrites>
  /** Which suspensions the changes have told of, and not yet that they are over. */
  readToldSuspensions(): Promise<readonly ToldSuspension[]>
}

export interface StoredBreaker extends BreakerPlace {
  /** JSON that the store does not look into. */
  readonly body: string
  readonly revision: number
}

export interface ToldSuspension extends BreakerPlace {
  /** JSON that the store does not look into. */
  readonly body: string
}

/** What is told anew, and what is told to be over. */
export interface ToldTurns {
  readonly began: readonly ToldSuspension[]
  readonly ended: readonly BreakerPlace[]
}

export interface BreakerPlace {
  readonly scope: SuspensionScope
  /** An offering's id, or a node's URI. */
  readonly id: string
}

export interface BreakerEdit extends BreakerPlace {
  /** Of what its writer knows to be there; null: nothing. */
  readonly knownRevision: number | null
  /** Null: it goes. */
  readonly body: string | null
}

export interface BreakerWrites {
  /** What all that were written have got. */
  readonly revision: number
  /** In the order of the edits. `conflict`: something else is there. `full`: it would be one too many. */
  readonly writes: readonly BreakerWrite[]
}

export type BreakerWrite = 'written' | 'conflict' | 'full'
