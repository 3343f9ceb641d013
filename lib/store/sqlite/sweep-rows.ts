import { asc, desc, lt, sql } from 'drizzle-orm'
import { snapshots } from '@/drizzle/schema'
import type { OutcomeKind } from '@/lib/domain/outcome'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import type { SweepSpan } from '../probe-roll-ups'
import type { StoredSweep } from '../store'
import type { SqliteDatabase } from './open-database'

type Counts = NonNullable<StoredSweep['outcomes']>

export function countOutcomes(observations: readonly NodeObservation[]): Counts {
  const counts: Partial<Record<OutcomeKind, number>> = {}
  for (const { kind } of observations) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

/** By the numbers of snapshots alone, so it costs the same with any number of nodes. */
export const readSweeps = (
  db: SqliteDatabase,
  { before, limit }: { before: number | null; limit: number },
): StoredSweep[] =>
  db
    .select()
    .from(snapshots)
    .where(before === null ? undefined : lt(snapshots.id, before))
    .orderBy(desc(snapshots.id))
    .limit(limit)
    .all()
    .map(({ id, sources, outcomes, ...sweep }) => ({
      ...sweep,
      snapshotId: id,
      // Both are JSON of our own making.
      sources: JSON.parse(sources),
      outcomes: outcomes === null ? null : JSON.parse(outcomes),
    }))

const SPAN = { snapshotId: snapshots.id, startedAt: snapshots.startedAt, endedAt: snapshots.endedAt }

/** Of all kept sweeps, in the order of their ends and numbers, the first one after a place. */
export const readSweepAfter = (
  db: SqliteDatabase,
  { endedAt, snapshotId }: Pick<SweepSpan, 'endedAt' | 'snapshotId'>,
): SweepSpan | null =>
  db
    .select(SPAN)
    .from(snapshots)
    .where(sql`(${snapshots.endedAt}, ${snapshots.id}) > (${endedAt}, ${snapshotId})`)
    .orderBy(asc(snapshots.endedAt), asc(snapshots.id))
    .limit(1)
    .get() ?? null

export const readLastSweep = (db: SqliteDatabase): SweepSpan | null =>
  db.select(SPAN).from(snapshots).orderBy(desc(snapshots.endedAt), desc(snapshots.id)).limit(1).get() ?? null
