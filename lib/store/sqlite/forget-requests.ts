import { and, desc, eq, inArray, lt } from 'drizzle-orm'
import { jobCounts, requestAttempts, requestCounts, requestDecisions, requests } from '@/drizzle/schema'
import { LEVELS } from '@/lib/history/history-window'
import { turnOfOthers } from '@/lib/turn-of-others'
import { REQUEST_DIMENSIONS, type RequestLimits } from '../kept-requests'
import type { SqliteDatabase } from './open-database'
import { placeOf } from './request-rows'

/** Deleted without a break in between, each from all its indexes: a few ms. */
const ROWS_PER_STEP = 50
/** Counted without a break in between; a few ms. */
const ROWS_PER_COUNT = 5_000
const DAY_MS = 86_400_000
/** Five minutes are asked for of a day and an hour, at most; and where an hour of them is not over. */
const FINE_MS = 2 * DAY_MS
/** The longest window of a reliability, and a day. */
const JOBS_MS = 31 * DAY_MS

/** As the interface says. Each step is a transaction of its own: one that is broken off is taken up by the next call. */
export async function forgetRequests(
  db: SqliteDatabase,
  { before, decisionsBefore, keep, keepDecisions, now }: RequestLimits,
): Promise<number> {
  const decisionsEnd = Math.max(
    placeOf(decisionsBefore),
    await placeBehind(db, requestDecisions, keepDecisions),
  )
  await inSteps(() => {
    const some = db
      .select({ place: requestDecisions.place })
      .from(requestDecisions)
      .where(lt(requestDecisions.place, decisionsEnd))
      .limit(ROWS_PER_STEP)
    return db.delete(requestDecisions).where(inArray(requestDecisions.place, some)).run().changes
  })
  const end = Math.max(placeOf(before), await placeBehind(db, requests, keep))
  const deleted = await inSteps(() =>
    db.transaction((tx) => {
      const places = tx
        .select({ place: requests.place })
        .from(requests)
        .where(lt(requests.place, end))
        .limit(ROWS_PER_STEP)
        .all()
        .map(({ place }) => place)
      for (const table of [requestAttempts, requestDecisions, requests])
        tx.delete(table).where(inArray(table.place, places)).run()
      return places.length
    }),
  )
  const levels = [
    { level: '5m', countsBefore: now - FINE_MS, jobsBefore: now - FINE_MS },
    { level: '1h', countsBefore: Math.min(before, now - 8 * DAY_MS), jobsBefore: now - JOBS_MS },
  ] as const
  for (const { level: name, countsBefore, jobsBefore } of levels) {
    const level = LEVELS.indexOf(name)
    for (const dimension of REQUEST_DIMENSIONS) {
      const old = and(
        eq(requestCounts.level, level),
        eq(requestCounts.dimension, dimension),
        lt(requestCounts.at, countsBefore),
      )
      await inSteps(() => {
        const bucket = db.select({ at: requestCounts.at }).from(requestCounts).where(old).limit(1).get()
        // A bucket has no more than some hundred rows.
        return bucket
          ? db
              .delete(requestCounts)
              .where(and(old, eq(requestCounts.at, bucket.at)))
              .run().changes
          : 0
      }, 1)
    }
    const old = and(eq(jobCounts.level, level), lt(jobCounts.at, jobsBefore))
    await inSteps(() => {
      const bucket = db.select({ at: jobCounts.at }).from(jobCounts).where(old).limit(1).get()
      return bucket
        ? db
            .delete(jobCounts)
            .where(and(old, eq(jobCounts.at, bucket.at)))
            .run().changes
        : 0
    }, 1)
  }
  return deleted
}

/** Until a step deletes less than there may be. */
async function inSteps(step: () => number, full = ROWS_PER_STEP): Promise<number> {
  let deleted = 0
  for (;;) {
    const gone = step()
    deleted += gone
    if (gone < full) return deleted
    await turnOfOthers()
  }
}

/** The first of the latest `keep`; 0: there are no more than that. */
async function placeBehind(
  db: SqliteDatabase,
  table: typeof requests | typeof requestDecisions,
  keep: number,
): Promise<number> {
  let place = Number.MAX_SAFE_INTEGER
  for (let left = keep; left > 0; left -= ROWS_PER_COUNT) {
    const row = db
      .select({ place: table.place })
      .from(table)
      .where(lt(table.place, place))
      .orderBy(desc(table.place))
      .limit(1)
      .offset(Math.min(left, ROWS_PER_COUNT) - 1)
      .get()
    if (!row) return 0
    place = row.place
    await turnOfOthers()
  }
  return place
}
