import type { SourceReading } from '@/lib/domain/source-reading'
import type { Snapshot } from '@/lib/snapshot/snapshot'

/** Where snapshots are kept. Nothing above this interface knows which engine does it. Moments are ms since 1970. */
export interface Store {
  /**
   * Writes a sweep and its outcomes in one transaction and gives it a number; all of it is kept, or nothing.
   * With a `holder` only while that one holds the lease: rejects with LeaseLost when somebody else does.
   */
  writeSnapshot(snapshot: Omit<Snapshot, 'id'>, holder?: string): Promise<Snapshot>
  /** The latest snapshot; null when nothing was ever collected. */
  readLatestSnapshot(): Promise<Snapshot | null>
  /** Its number alone, which is cheap enough to ask every second. */
  readLatestSnapshotId(): Promise<number | null>
  /** Forgets snapshots that ended before `before`, but never the latest one. Returns how many. */
  deleteSnapshotsBefore(before: number): Promise<number>

  /** What each source said when it was last read well, so that a restart need not wait for it. Writes what has changed. */
  writeSourceReadings(readings: ReadonlyMap<string, SourceReading>): Promise<void>
  readSourceReadings(): Promise<ReadonlyMap<string, StoredReading>>
  /** Changes with every reading that is written; null: none ever was. */
  readSourceRevision(): Promise<number | null>

  /** Takes or renews the right to sweep until `expiresAt`; false while another holder's is running. */
  takeLease(holder: string, times: { now: number; expiresAt: number }): Promise<boolean>
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

/** A good reading; how the source does now is in the snapshot's report of it. */
export type StoredReading = Omit<SourceReading, 'error'>

/** Another process holds the right to sweep; what was collected meanwhile is not ours to write. */
export class LeaseLost extends Error {
  override name = 'LeaseLost'
}
