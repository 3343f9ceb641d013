import { and, asc, eq, gt, gte, inArray, isNotNull, lt, ne, sql } from 'drizzle-orm'
import {
  answers,
  changes,
  incidents,
  nodeGpus,
  nodes,
  nodeVersions,
  offerings,
  offeringTerms,
  runnerLists,
  snapshots,
} from '@/drizzle/schema'
import { turnOfOthers } from '@/lib/turn-of-others'
import type { Reads, SqliteDatabase } from './open-database'
import { latestId, snapshotPlaceAt } from './snapshot-tables'

const HOUR_MS = 3_600_000
/** Looked at, or deleted, without a break in between: a few ms. */
const ROWS_PER_STEP = 500
/** Spans of one node; whoever changes its prices with every sweep loses the oldest of them. */
const MAX_SPANS_PER_NODE = 20_000

/** When the oldest kept snapshot ended; null: there is none. */
export const oldestSnapshotAt = (db: Reads): number | null =>
  db.select({ at: snapshots.endedAt }).from(snapshots).orderBy(asc(snapshots.endedAt)).limit(1).get()?.at ??
  null

/** As the interface says. Each step is a transaction of its own: one that is broken off is taken up by the next call. */
export async function forgetSnapshots(
  db: SqliteDatabase,
  { thinBefore, before }: { thinBefore: number; before: number },
): Promise<number> {
  let deleted = 0
  for (;;) {
    const gone = db.transaction((tx) => {
      const ids = superfluous(tx, { thinBefore, before })
      if (ids.length > 0) tx.delete(snapshots).where(inArray(snapshots.id, ids)).run()
      return ids.length
    })
    deleted += gone
    if (gone === 0) break
    await turnOfOthers()
  }
  if (deleted > 0) await forgetVersions(db)
  return deleted
}

/** Some of the snapshots that are to go. */
function superfluous(db: Reads, { thinBefore, before }: { thinBefore: number; before: number }): number[] {
  const latest = latestId(db) ?? 0
  const old = db
    .select({ id: snapshots.id })
    .from(snapshots)
    .where(and(lt(snapshots.endedAt, before), ne(snapshots.id, latest)))
    .limit(50)
    .all()
  if (old.length > 0) return old.map(({ id }) => id)
  // An hour is thinned when all of it is old enough. One that is thinned already has a single snapshot.
  const end = Math.floor(thinBefore / HOUR_MS) * HOUR_MS
  // A bound number would be a float, and so the quotient.
  const hour = sql<number>`${snapshots.endedAt} / ${sql.raw(String(HOUR_MS))}`
  const full = db
    // Of those that ended last the one of the highest number: what a moment of the past is answered with.
    .select({ hour, end: sql<number>`max(${snapshots.endedAt})` })
    .from(snapshots)
    .where(lt(snapshots.endedAt, end))
    .groupBy(hour)
    .having(sql`count(*) > 1`)
    .limit(1)
    .get()
  if (!full) return []
  const last = snapshotPlaceAt(db, full.end)?.snapshotId ?? latest
  return db
    .select({ id: snapshots.id })
    .from(snapshots)
    .where(
      and(
        gte(snapshots.endedAt, full.hour * HOUR_MS),
        lt(snapshots.endedAt, (full.hour + 1) * HOUR_MS),
        ne(snapshots.id, last),
        ne(snapshots.id, latest),
      ),
    )
    .limit(50)
    .all()
    .map(({ id }) => id)
}

/** Versions that no kept snapshot holds, then what only those referred to. */
async function forgetVersions(db: SqliteDatabase): Promise<void> {
  await inSteps(db, nodeVersions, (ids) =>
    db
      .delete(nodeVersions)
      .where(
        and(
          inArray(nodeVersions.id, ids),
          isNotNull(nodeVersions.toSnapshot),
          sql`not exists (select 1 from ${snapshots} where ${snapshots.id} >= ${nodeVersions.fromSnapshot} and ${snapshots.id} < ${nodeVersions.toSnapshot})`,
        ),
      )
      .run(),
  )
  await inSteps(db, answers, (ids) =>
    db
      .delete(answers)
      .where(
        and(
          inArray(answers.id, ids),
          sql`not exists (select 1 from ${nodeVersions} where ${nodeVersions.answerId} = ${answers.id})`,
        ),
      )
      .run(),
  )
  await inSteps(db, runnerLists, (ids) =>
    db
      .delete(runnerLists)
      .where(
        and(
          inArray(runnerLists.id, ids),
          sql`not exists (select 1 from ${nodeVersions} where ${nodeVersions.runnerListId} = ${runnerLists.id})`,
        ),
      )
      .run(),
  )
}

/** As the interface says. */
export async function forgetStanding(db: SqliteDatabase, before: number): Promise<number> {
  let deleted = 0
  for (const table of [offeringTerms, nodeGpus])
    for (;;) {
      const ids = db.select({ id: table.id }).from(table).where(lt(table.toAt, before)).limit(ROWS_PER_STEP)
      const { changes } = db.delete(table).where(inArray(table.id, ids)).run()
      deleted += changes
      if (changes < ROWS_PER_STEP) break
      await turnOfOthers()
    }
  deleted += await forgetExcess(db)
  await inSteps(db, offerings, (ids) =>
    db
      .delete(offerings)
      .where(
        and(
          inArray(offerings.id, ids),
          sql`not exists (select 1 from ${offeringTerms} where ${offeringTerms.offeringId} = ${offerings.id})`,
        ),
      )
      .run(),
  )
  await inSteps(db, nodes, (ids) =>
    db
      .delete(nodes)
      .where(
        and(
          inArray(nodes.id, ids),
          // Strangers advertise new ones for ever.
          ...[nodeVersions.nodeId, offerings.nodeId, nodeGpus.nodeId, changes.nodeId, incidents.nodeId].map(
            (column) => sql`not exists (select 1 from ${column.table} where ${column} = ${nodes.id})`,
          ),
        ),
      )
      .run(),
  )
  return deleted
}

/** The oldest ended spans of nodes that have more than their share. */
async function forgetExcess(db: SqliteDatabase): Promise<number> {
  let deleted = 0
  const nodeIds = db.select({ id: nodes.id }).from(nodes).all()
  for (const { id: nodeId } of nodeIds) {
    deleted += await forgetExcessCards(db, nodeId)
    const ofNode = db.select({ id: offerings.id }).from(offerings).where(eq(offerings.nodeId, nodeId))
    const { total } = db
      .select({ total: sql<number>`count(*)` })
      .from(offeringTerms)
      .where(inArray(offeringTerms.offeringId, ofNode))
      .get() ?? { total: 0 }
    for (let excess = total - MAX_SPANS_PER_NODE; excess > 0; excess -= ROWS_PER_STEP) {
      const oldest = db
        .select({ id: offeringTerms.id })
        .from(offeringTerms)
        .where(and(inArray(offeringTerms.offeringId, ofNode), isNotNull(offeringTerms.toAt)))
        .orderBy(asc(offeringTerms.fromAt))
        .limit(Math.min(excess, ROWS_PER_STEP))
      deleted += db.delete(offeringTerms).where(inArray(offeringTerms.id, oldest)).run().changes
      await turnOfOthers()
    }
    await turnOfOthers()
  }
  return deleted
}

/** The same for its cards. */
async function forgetExcessCards(db: SqliteDatabase, nodeId: number): Promise<number> {
  const ofNode = eq(nodeGpus.nodeId, nodeId)
  const { total } = db.select({ total: sql<number>`count(*)` }).from(nodeGpus).where(ofNode).get() ?? {
    total: 0,
  }
  let deleted = 0
  for (let excess = total - MAX_SPANS_PER_NODE; excess > 0; excess -= ROWS_PER_STEP) {
    const oldest = db
      .select({ id: nodeGpus.id })
      .from(nodeGpus)
      .where(and(ofNode, isNotNull(nodeGpus.toAt)))
      .orderBy(asc(nodeGpus.fromAt))
      .limit(Math.min(excess, ROWS_PER_STEP))
    deleted += db.delete(nodeGpus).where(inArray(nodeGpus.id, oldest)).run().changes
    await turnOfOthers()
  }
  return deleted
}

/** Goes through all rows of a table by their numbers, some at a time. */
async function inSteps(
  db: SqliteDatabase,
  table: typeof nodeVersions | typeof answers | typeof runnerLists | typeof offerings | typeof nodes,
  step: (ids: number[]) => void,
): Promise<void> {
  for (let after = 0; ; ) {
    const ids = db
      .select({ id: table.id })
      .from(table)
      .where(gt(table.id, after))
      .orderBy(asc(table.id))
      .limit(ROWS_PER_STEP)
      .all()
      .map(({ id }) => id)
    const last = ids.at(-1)
    if (last === undefined) return
    step(ids)
    after = last
    await turnOfOthers()
  }
}
