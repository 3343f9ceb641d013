import type { Change } from '@/lib/domain/change'
import type { ChangeFilter } from '@/lib/domain/change-filter'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import type { Incident, IncidentState } from '@/lib/domain/incident'
import type { OutcomeKind } from '@/lib/domain/outcome'
import type { SourceReading } from '@/lib/domain/source-reading'
import type { StandingChange } from '@/lib/domain/standing'
import type { FoldedSnapshot, Snapshot, SourceReport } from '@/lib/snapshot/snapshot'
import type { KeptBreakers, ToldTurns } from './kept-breakers'
import type { KeptKeys } from './kept-keys'
import type { KeptRequests } from './kept-requests'
import type { ProbeRollUps } from './probe-roll-ups'
import type { StandingSeries } from './standing-series'

/** Where snapshots are kept. Nothing above this interface knows which engine does it. Moments are ms since 1970. */
export interface Store extends ProbeRollUps, StandingSeries, KeptBreakers, KeptRequests, KeptKeys {
  /**
   * Writes a sweep, its outcomes and what they changed in one transaction and gives it a number; all of it is kept, or
   * nothing. The last change of every snapshot is one of kind `snapshot`, which is made here.
   */
  writeSnapshot(snapshot: FoldedSnapshot, options?: WriteOptions): Promise<Snapshot>
  /** The latest snapshot; null when nothing was ever collected. */
  readLatestSnapshot(): Promise<Snapshot | null>
  /** The last kept snapshot that had ended by a moment; null: none is kept from so long ago. */
  readSnapshotAt(at: number): Promise<PastSnapshot | null>
  /** Which one that is. */
  readSnapshotPlaceAt(at: number): Promise<SnapshotPlace | null>
  /** When the oldest kept snapshot ended; null: there is none. */
  readOldestSnapshotAt(): Promise<number | null>
  /** Its number alone, which is cheap enough to ask every second. */
  readLatestSnapshotId(): Promise<number | null>
  /** Finished sweeps, latest first, none from `before` (a snapshot's number) on. */
  readSweeps(page: {
    readonly before: number | null
    readonly limit: number
  }): Promise<readonly StoredSweep[]>
  /** Finished sweeps that ended from `since` on, summed up by hour (UTC), latest first. */
  readSweepHours(since: number): Promise<readonly SweepHour[]>
  /**
   * Of snapshots that ended before `thinBefore` the last one of each hour stays, of those before `before` none, but never
   * goes the latest one. Forgets versions of nodes, answers and spans that nothing kept refers to. In small steps: others
   * have their turn in between. Returns how many snapshots went.
   */
  forgetSnapshots(limits: { readonly thinBefore: number; readonly before: number }): Promise<number>
  /** Forgets spans of terms and cards that ended before `before`, and the oldest of nodes that have too many. */
  forgetStanding(before: number): Promise<number>

  /**
   * Changes after one of them, in order, none beyond `upTo`; 0 is before all. Null when that one is none of this store's
   * or has been forgotten: then nobody can say what came after it.
   */
  readChangesAfter(
    id: number,
    options: { readonly upTo: number; readonly limit: number },
  ): Promise<readonly StoredChange[] | null>
  /** One page of those that fit a filter; null when `after` is forgotten, or none of ours, and somebody goes on from it. */
  readChanges(query: ChangePageQuery): Promise<ChangePage | null>
  /** When the oldest change that is kept was found; null: there is none. */
  readFirstChangeTime(): Promise<number | null>
  /** Incidents, those that were opened last first, none from `before` (an incident's number) on; no suspicions. */
  readIncidents(query: IncidentQuery): Promise<readonly StoredIncident[]>
  /** Forgets incidents that were closed before a moment. Returns how many. */
  forgetIncidents(before: number): Promise<number>
  /** Forgets changes of snapshots that ended before `before`, and all but the newest `keep`. Returns how many. */
  deleteChanges(limits: { readonly before: number; readonly keep: number }): Promise<number>

  /** What each source said when it was last read well, so that a restart need not wait for it. Writes what has changed. */
  writeSourceReadings(readings: ReadonlyMap<string, SourceReading>): Promise<void>
  readSourceReadings(): Promise<ReadonlyMap<string, StoredReading>>
  /** Changes with every reading that is written; null: none ever was. */
  readSourceRevision(): Promise<number | null>

  /** Saved policies by name, in the order of names. */
  readPolicies(): Promise<readonly StoredPolicy[]>
  /** Grows with every policy that is written or deleted; 0: none ever was. Cheap enough to ask with every request. */
  readPolicyRevision(): Promise<number>
  /** Writes one in one transaction with the looks at what is there; one with this very body is left as it is. */
  writePolicy(
    policy: { readonly name: string; readonly body: string; readonly at: number },
    limits: { readonly isMet: EditCondition; readonly maxCount: number },
  ): Promise<PolicyWrite>
  deletePolicy(name: string, isMet: EditCondition): Promise<PolicyDeletion>

  /** Takes or renews the right to sweep until `expiresAt`; false while another holder's is running. */
  takeLease(holder: string, times: { now: number; expiresAt: number }): Promise<boolean>
  /** Who has it, until when; null: nobody ever had. */
  readLease(): Promise<Lease | null>
  /** Gives it back, so that another process need not wait for its end. */
  dropLease(holder: string): Promise<void>
  /** What the holder of the lease last said it is doing; null when nobody ever said anything. */
  readReport(): Promise<string | null>
  /** No effect unless `holder` holds the lease. */
  writeReport(holder: string, report: string): Promise<void>

  /** Asks whoever conducts for a sweep of all nodes. */
  requestSweep(at: number): Promise<void>
  /** When that was last asked for; null: never. */
  readSweepRequest(): Promise<number | null>

  /** Synchronous, so that it can be the last thing a process does. */
  close(): void
}

export interface Lease {
  readonly holder: string
  readonly expiresAt: number
}

/** A sweep without its nodes. */
export interface StoredSweep {
  readonly snapshotId: number
  readonly startedAt: number
  readonly endedAt: number
  readonly cadenceMs: number
  readonly vantage: string
  readonly sources: readonly SourceReport[]
  /** How the latest question to each listed node had ended; null for a sweep of an older version. */
  readonly outcomes: Readonly<Partial<Record<OutcomeKind, number>>> | null
  /** How many nodes this very sweep asked; null for one of an older version. */
  readonly asked: number | null
}

/** The sweeps of one hour. */
export interface SweepHour {
  /** When it began (ms). */
  readonly at: number
  readonly sweeps: number
  /** Of all of them together, and of the longest (ms). */
  readonly tookMs: number
  readonly longestMs: number
  /** Of all of them together; null where one is of an older version. */
  readonly asked: number | null
  /** Of each listed node once for each sweep, also of those that it did not ask. */
  readonly outcomes: Readonly<Partial<Record<OutcomeKind, number>>>
}

export interface WriteOptions {
  /** Writes only while this one holds the lease: rejects with LeaseLost when somebody else does. */
  readonly holder?: string | undefined
  readonly since?: ChangesSince
  /** The price of ETH in dollars now; null, or left out: there is none. */
  readonly ethUsd?: EthUsdQuote | null
  /** The number under which it is served already; a higher one is given where that is taken. Else one is made. */
  readonly number?: number | null
}

export interface SnapshotPlace {
  readonly snapshotId: number
  /**
   * The moment (ms) as of which the snapshot is to be read: the one that was asked for, unless later sweeps before it were
   * thinned out. Then the snapshot stands for the last of those, and is no older than that one was.
   */
  readonly asOf: number
}

/** A snapshot of earlier, with the price of ETH in dollars when it ended. */
export interface PastSnapshot {
  readonly snapshot: Snapshot
  /** As above. */
  readonly asOf: number
  readonly ethUsd: EthUsdQuote | null
}

/** What changed since a snapshot: rejects with LeaseLost when another one was written after that. */
export interface ChangesSince {
  /** Null: there was none. */
  readonly snapshotId: number | null
  readonly changes: readonly Change[]
  /** What stands otherwise since then; everything that stands when there was none. */
  readonly standing: readonly StandingChange[]
  /** Left out: of suspensions nothing is told. */
  readonly told?: ToldTurns
}

/** A change with its number; numbers only grow, and none is used twice. */
export interface StoredChange {
  readonly id: number
  /** The snapshot that it led to. */
  readonly snapshotId: number
  /** When the sweep of that snapshot ended (ms). */
  readonly foundAt: number
  readonly change: Change
}

export interface IncidentQuery {
  /** Null: both, as for what follows. */
  readonly state: IncidentState | null
  readonly nodeUris: ReadonlySet<string> | null
  readonly orchestrators: ReadonlySet<string> | null
  /** Only those that were not over by this moment. */
  readonly from: number | null
  /** Only those that had begun by this moment. */
  readonly to: number | null
  readonly before: number | null
  readonly limit: number
}

/** An incident with its number. */
export interface StoredIncident extends Incident {
  readonly id: number
  readonly nodeUri: string
}

export interface ChangePageQuery {
  readonly filter: ChangeFilter
  readonly order: 'asc' | 'desc'
  /** Goes on behind this change; null: begins with the oldest, or with the newest. */
  readonly after: number | null
  /** Only what was found later than at this moment. */
  readonly foundAfter: number | null
  /** Only what was found by this moment. */
  readonly foundUpTo: number | null
  /** None beyond this change. */
  readonly upTo: number
  readonly limit: number
}

export interface ChangePage {
  readonly changes: readonly StoredChange[]
  readonly hasMore: boolean
  /** Up to where all that fits has been told: from there somebody goes on. */
  readonly position: number
}

/** A good reading; how the source does now is in the snapshot's report of it. */
export type StoredReading = Omit<SourceReading, 'error'>

export interface StoredPolicy {
  readonly name: string
  /** JSON that the store does not look into. */
  readonly body: string
  readonly revision: number
  readonly createdAt: number
  readonly updatedAt: number
}

/** Whether an edit may go on, by what is there; null: nothing is. */
export type EditCondition = (known: StoredPolicy | null) => boolean

export type PolicyWrite =
  | { readonly kind: 'written'; readonly policy: StoredPolicy; readonly isNew: boolean }
  /** The condition does not hold. */
  | { readonly kind: 'conflict' }
  /** It would be one too many. */
  | { readonly kind: 'full' }

export type PolicyDeletion = 'deleted' | 'conflict' | 'absent'

/** Another process holds the right to sweep; what was collected meanwhile is not ours to write. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}
