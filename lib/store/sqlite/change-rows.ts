import { and, asc, count, desc, eq, gt, inArray, lt, lte, sql } from 'drizzle-orm'
import { changes, nodes } from '@/drizzle/schema'
import { CHANGE_KINDS, type Change } from '@/lib/domain/change'
import { turnOfOthers } from '@/lib/turn-of-others'
import type { StoredChange } from '../store'
import type { Reads, SqliteDatabase, Transaction } from './open-database'
import { fromStructuredJson, toStructuredJson } from './structured-json'

/** SQLite takes 32,766 values in one statement. */
const ROWS_PER_INSERT = 500
/** Deleted without a break in between; a few ms. */
const ROWS_PER_DELETE = 1_000

/**
 * Appends the changes that led to a snapshot. Their numbers begin at its time in µs, so that one of another database, or
 * of a part of this one that was lost with the power, is never taken for one of these. Returns the last one.
 */
export function insertChanges(
  tx: Transaction,
  snapshot: { readonly id: number; readonly endedAt: number },
  list: readonly Change[],
  idOfNode: (uri: string) => number,
): number {
  const first = Math.max(snapshot.endedAt * 1_000, lastNumber(tx) + 1)
  const nodeIds = new Map<string, number>()
  const nodeIdOf = (uri: string): number => {
    const id = nodeIds.get(uri) ?? idOfNode(uri)
    nodeIds.set(uri, id)
    return id
  }
  for (let from = 0; from < list.length; from += ROWS_PER_INSERT)
    tx.insert(changes)
      .values(
        list.slice(from, from + ROWS_PER_INSERT).map((change, i) => {
          const { kind, ...rest } = change
          const { nodeUri, ...body } = { nodeUri: null, ...rest }
          return {
            id: first + from + i,
            snapshotId: snapshot.id,
            at: snapshot.endedAt,
            kind,
            nodeId: nodeUri === null ? null : nodeIdOf(nodeUri),
            ...filterColumns(change),
            body: toStructuredJson(body),
          }
        }),
      )
      .run()
  return first + list.length - 1
}

/** What filters look at. Indexes need no rows of what is not there. */
function filterColumns(change: Change) {
  const orchestrator = 'orchestrator' in change ? change.orchestrator : null
  if ('gpu' in change) return { orchestrator, gpu: change.gpu }
  if (!('offering' in change) || change.offering === null) return { orchestrator }
  const { pipeline, model, gpu } = change.offering
  return { orchestrator, pipeline, model, gpu }
}

/** Of all that were ever given, also of rows that are gone. */
const lastNumber = (tx: Transaction): number =>
  tx.get<{ seq: number } | undefined>(sql`select seq from sqlite_sequence where name = 'changes'`)?.seq ?? 0

export function readChangesAfter(
  db: SqliteDatabase,
  after: number,
  { upTo, limit }: { upTo: number; limit: number },
): StoredChange[] | null {
  return db.transaction((tx) => {
    if (after !== 0 && !tx.select({ id: changes.id }).from(changes).where(eq(changes.id, after)).get())
      return null
    return selectChanges(tx)
      .where(and(gt(changes.id, after), lte(changes.id, upTo), inArray(changes.kind, [...CHANGE_KINDS])))
      .orderBy(asc(changes.id))
      .limit(limit)
      .all()
      .map(storedChange)
  })
}

/** Rows as `storedChange` takes them. */
export const selectChanges = (db: Reads) =>
  db
    .select({
      id: changes.id,
      snapshotId: changes.snapshotId,
      foundAt: changes.at,
      kind: changes.kind,
      nodeUri: nodes.uri,
      body: changes.body,
    })
    .from(changes)
    .leftJoin(nodes, eq(nodes.id, changes.nodeId))

export interface ChangeRow {
  readonly id: number
  readonly snapshotId: number
  readonly foundAt: number
  readonly kind: string
  readonly nodeUri: string | null
  readonly body: string
}

export const storedChange = ({ kind, nodeUri, body, ...about }: ChangeRow): StoredChange => ({
  ...about,
  change: ownChange({
    kind,
    ...(nodeUri !== null && { nodeUri }),
    ...ownBody(fromStructuredJson(body)),
  }),
})

/** When the last sweep had ended by a moment (ms), also of those whose snapshots are gone; null: none is known. */
export const lastSweepBy = (db: Reads, at: number): number | null =>
  db
    .select({ at: changes.at })
    .from(changes)
    // The plus keeps SQLite from sorting all changes of that kind: the last one is mostly the first that it meets.
    .where(and(lte(changes.at, at), sql`+${changes.kind} = 'snapshot'`))
    .orderBy(desc(changes.at))
    .limit(1)
    .get()?.at ?? null

/** The last change of a snapshot; null when none of it is kept. */
export const lastChangeOf = (
  db: Reads,
  { id, endedAt }: { readonly id: number; readonly endedAt: number },
): number | null =>
  db
    .select({ id: changes.id })
    .from(changes)
    .where(and(eq(changes.at, endedAt), eq(changes.snapshotId, id)))
    .orderBy(desc(changes.id))
    .limit(1)
    .get()?.id ?? null

export const firstChangeTime = (db: Reads): number | null =>
  db.select({ at: changes.at }).from(changes).orderBy(asc(changes.id)).limit(1).get()?.at ?? null

/**
 * A few at a time, so that nobody waits. Of the old ones the last stays: whoever saw that one has missed nothing, even
 * when nothing was collected for longer than changes are kept.
 */
export async function deleteChanges(
  db: SqliteDatabase,
  { before, keep }: { before: number; keep: number },
): Promise<number> {
  const end = Math.max(lastBefore(db, before), firstOf(db, keep))
  let deleted = 0
  for (;;) {
    const chunk = db
      .select({ id: changes.id })
      .from(changes)
      .where(lt(changes.id, end))
      .orderBy(asc(changes.id))
      .limit(ROWS_PER_DELETE)
    const { changes: gone } = db.delete(changes).where(inArray(changes.id, chunk)).run()
    deleted += gone
    if (gone < ROWS_PER_DELETE) return deleted
    await turnOfOthers()
  }
}

/** The last change of the snapshots that ended before a moment; 0: none. */
const lastBefore = (db: Reads, before: number): number =>
  db
    .select({ id: changes.id })
    .from(changes)
    .where(lt(changes.at, before))
    .orderBy(desc(changes.at), desc(changes.id))
    .limit(1)
    .get()?.id ?? 0

/** The change before the newest `keep`; 0: there are no more of them. */
function firstOf(db: Reads, keep: number): number {
  // Counted in the index, which is small; the rows themselves are many pages.
  const total = db.select({ total: count() }).from(changes).get()?.total ?? 0
  if (total <= keep) return 0
  const before = db.select({ id: changes.id }).from(changes).orderBy(asc(changes.id)).limit(1)
  return before.offset(total - keep - 1).get()?.id ?? 0
}

// What these columns hold was written by this file alone, from the very type it is read back as.
/** In rows of an older version offerings name no card, and sweeps take those listed for those asked. */
const ownBody = (value: unknown): object => {
  const body = value as {
    readonly offering?: object
    readonly nodesListed?: number
    readonly nodesAsked?: number
  }
  if (body.offering) return { ...body, offering: { gpu: null, ...body.offering } }
  const isOlderSweep = body.nodesAsked !== undefined && body.nodesListed === undefined
  return isOlderSweep ? { ...body, nodesListed: body.nodesAsked, nodesAsked: null } : body
}
const ownChange = (value: object): Change => value as Change
