import { asc, desc, gte, lt, sql } from 'drizzle-orm'
import { snapshots } from '@/drizzle/schema'
import { OUTCOME_KINDS, type OutcomeKind } from '@/lib/domain/outcome'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import type { SweepSpan } from '../probe-roll-ups'
import type { StoredSweep, SweepHour } from '../store'
import type { SqliteDatabase } from './open-database'

type Counts = NonNullable<StoredSweep['outcomes']>

export function countOutcomes(observations: readonly NodeObservation[]): Counts {
  const counts: Partial<Record<OutcomeKind, number>> = {}
  for (const { kind } of observations) counts[kind] = (counts[kind] ?? 0) + 1
  return counts
}

const SPAN = { snapshotId: snapshots.id, startedAt: snapshots.startedAt, endedAt: snapshots.endedAt }

/** Without what was measured, so it costs the same with any number of nodes. */
export const readSweeps = (
  db: SqliteDatabase,
  { before, limit }: { before: number | null; limit: number },
): StoredSweep[] =>
  db
    .select({
      ...SPAN,
      cadenceMs: snapshots.cadenceMs,
      vantage: snapshots.vantage,
      sources: snapshots.sources,
      outcomes: snapshots.outcomes,
      asked: snapshots.asked,
    })
    .from(snapshots)
    .where(before === null ? undefined : lt(snapshots.id, before))
    .orderBy(desc(snapshots.id))
    .limit(limit)
    .all()
    .map(({ sources, outcomes, ...sweep }) => ({
      ...sweep,
      // Both are JSON of our own making.
      sources: JSON.parse(sources),
      outcomes: outcomes === null ? null : JSON.parse(outcomes),
    }))

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

const HOUR_MS = 3_600_000

/** Summed up by SQLite, which reads no more of a snapshot than its first page. */
export function readSweepHours(db: SqliteDatabase, since: number): SweepHour[] {
  // A bound number would be a float, and so the quotient.
  const hour = sql<number>`${snapshots.endedAt} / ${sql.raw(String(HOUR_MS))}`
  const took = sql`${snapshots.endedAt} - ${snapshots.startedAt}`
  return db.transaction((tx) => {
    const counts = tx.all<{ hour: number; kind: string; n: number }>(
      sql`select ${hour} as hour, counted.key as kind, sum(counted.value) as n
        from ${snapshots}, json_each(${snapshots.outcomes}) as counted
        where ${snapshots.endedAt} >= ${since} group by 1, 2`,
    )
    // By itself, since an index holds it; in a row it stands behind what was measured.
    const asked = tx
      .select({
        hour,
        asked: sql<number | null>`iif(count(${snapshots.asked}) = count(*), sum(${snapshots.asked}), null)`,
      })
      .from(snapshots)
      .where(gte(snapshots.endedAt, since))
      .groupBy(hour)
      .all()
    return tx
      .select({
        hour,
        sweeps: sql<number>`count(*)`,
        tookMs: sql<number>`sum(${took})`,
        longestMs: sql<number>`max(${took})`,
      })
      .from(snapshots)
      .where(gte(snapshots.endedAt, since))
      .groupBy(hour)
      .orderBy(desc(hour))
      .all()
      .map(({ hour, ...summed }) => ({
        at: hour * HOUR_MS,
        ...summed,
        asked: asked.find((counted) => counted.hour === hour)?.asked ?? null,
        outcomes: outcomesOf(counts.filter((count) => count.hour === hour)),
      }))
  })
}

function outcomesOf(counts: readonly { readonly kind: string; readonly n: number }[]): Counts {
  const outcomes: Partial<Record<OutcomeKind, number>> = {}
  for (const { kind, n } of counts) {
    // One of an older version that this one no longer knows is an error, as it is elsewhere.
    const known = OUTCOME_KINDS.find((each) => each === kind) ?? 'error'
    outcomes[known] = (outcomes[known] ?? 0) + n
  }
  return outcomes
}
