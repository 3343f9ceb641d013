import type { Snapshot } from '@/lib/snapshot/snapshot'

/** Where snapshots are kept. Nothing above this interface knows which engine does it. */
export interface Store {
  /** Writes a sweep and its outcomes in one transaction and gives it a number; all of it is kept, or nothing. */
  writeSnapshot(snapshot: Omit<Snapshot, 'id'>): Promise<Snapshot>
  /** The latest snapshot; null when nothing was ever collected. */
  readLatestSnapshot(): Promise<Snapshot | null>
  /** Forgets snapshots that ended before `before` (ms), but never the latest one. Returns how many. */
  deleteSnapshotsBefore(before: number): Promise<number>
  /** Synchronous, so that it can be the last thing a process does. */
  close(): void
}
