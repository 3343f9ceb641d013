import { asc, inArray, type SQL, sql } from 'drizzle-orm'
import { changes, nodes } from '@/drizzle/schema'
import { CHANGE_KINDS, MANY_CHANGES } from '@/lib/domain/change'
import type { ChangeFilter } from '@/lib/domain/change-filter'
import { UNKNOWN_VALUE } from '@/lib/domain/facet'
import type { ChangePage, ChangePageQuery } from '../store'
import { selectChanges, storedChange } from './change-rows'
import { anyOf, DEFAULT_LOOKS, type Looks, lookThrough, type Plan, type Range, runOf } from './look-through'
import type { SqliteDatabase } from './open-database'

const FEW_KINDS = 6
const CHANGES = { table: changes, id: changes.id }

/** Changes that fit a filter, in either order. What they have in common is found in one index. */
export async function readChanges(
  db: SqliteDatabase,
  { filter, order, after, foundAfter, foundUpTo, upTo, limit }: ChangePageQuery,
  looks: Looks = DEFAULT_LOOKS,
): Promise<ChangePage | null> {
  if (order === 'asc' && after !== null && !isThere(db, after)) return null
  const lastId = db.get<{ id: number | null }>(sql`select max(${changes.id}) as id from ${changes}`).id ?? 0
  const end = Math.min(upTo, lastId, foundUpTo === null ? lastId : lastFoundBy(db, foundUpTo))
  const start = foundAfter === null ? 0 : lastFoundBy(db, foundAfter)
  const range: Range =
    order === 'asc'
      ? { order, low: Math.max(start, after ?? 0), high: end }
      : { order, low: start, high: Math.min(end, (after ?? end + 1) - 1) }
  const ids = await lookThrough(db, CHANGES, {
    plans: plansFor(db, filter),
    fits: condition(db, filter),
    range,
    limit: limit + 1,
    looks,
  })
  const taken = ids.slice(0, limit)
  const rows = taken.length === 0 ? [] : selectChanges(db).where(inArray(changes.id, taken)).all()
  const found = rows.map(storedChange).sort(order === 'asc' ? byId : (a, b) => byId(b, a))
  const hasMore = ids.length > limit
  const last = taken.at(-1)
  return {
    changes: found,
    hasMore,
    position: hasMore && last !== undefined ? last : order === 'asc' ? Math.max(range.high, range.low) : 0,
  }
}

const byId = (a: { readonly id: number }, b: { readonly id: number }): number => a.id - b.id

function plansFor(db: SqliteDatabase, filter: ChangeFilter): Plan[] {
  const { kinds, nodeUris, orchestrators, pipelines, models, gpus } = filter
  const snapshots = filter.hasEverySnapshot ? [runOf(changes.kind, 'snapshot')] : []
  const besides = [runOf(changes.kind, MANY_CHANGES), ...snapshots]
  const named = (column: AnyColumn, values: ReadonlySet<string> | null): Plan[] =>
    values === null ? [] : [[...values].map((value) => runOf(column, value)).concat(besides)]
  const orUnknown = (column: AnyColumn, values: ReadonlySet<string> | null): Plan[] =>
    named(column, values).map((runs) =>
      values?.has(UNKNOWN_VALUE) ? [...runs, sql`${column} is null`] : runs,
    )
  const plans = [
    ...(nodeUris === null
      ? []
      : [[...idsOfNodes(db, nodeUris).map((id) => sql`${changes.nodeId} = ${id}`), ...snapshots]]),
    ...named(changes.orchestrator, orchestrators),
    ...named(changes.pipeline, pipelines),
    ...orUnknown(changes.model, models),
    ...orUnknown(changes.gpu, gpus),
  ]
  if (plans.length === 0) return [[sql`true`], ...named(changes.kind, kinds)]
  // Most of the kinds are most of the feed, beside which anything else is sparser.
  return kinds !== null && kinds.size <= FEW_KINDS ? [...plans, ...named(changes.kind, kinds)] : plans
}

type AnyColumn = (typeof changes)['kind' | 'orchestrator' | 'pipeline' | 'model' | 'gpu']

const idsOfNodes = (db: SqliteDatabase, uris: ReadonlySet<string>): number[] =>
  db
    .select({ id: nodes.id })
    .from(nodes)
    .where(inArray(nodes.uri, [...uris]))
    .orderBy(asc(nodes.id))
    .all()
    .map(({ id }) => id)

/** The whole filter. Its columns are no terms for an index (`+`): which one is used is decided here. */
function condition(db: SqliteDatabase, filter: ChangeFilter): SQL {
  const { kinds, nodeUris, orchestrators, pipelines, models, gpus } = filter
  const ofOffering = sql`+${changes.pipeline} is not null`
  const orUnknown = (column: AnyColumn, values: ReadonlySet<string> | null): SQL[] =>
    values === null
      ? []
      : values.has(UNKNOWN_VALUE)
        ? [sql`(${anyOf(sql`+${column}`, values)} or (+${column} is null and ${ofOffering}))`]
        : [anyOf(sql`+${column}`, values)]
  const ofNode = [
    ...(nodeUris === null ? [] : [anyOf(sql`+${changes.nodeId}`, idsOfNodes(db, nodeUris))]),
    ...(orchestrators === null ? [] : [anyOf(sql`+${changes.orchestrator}`, orchestrators)]),
  ]
  const ofChange = [
    anyOf(sql`+${changes.kind}`, kinds ?? CHANGE_KINDS),
    ...(pipelines === null ? [] : [anyOf(sql`+${changes.pipeline}`, pipelines)]),
    ...orUnknown(changes.model, models),
    ...(models === null ? [] : [ofOffering]),
    ...orUnknown(changes.gpu, gpus),
  ]
  const and = (terms: readonly SQL[]): SQL => sql.join([...terms], sql` and `)
  const wanted = and([...ofNode, sql`(+${changes.kind} = ${MANY_CHANGES} or (${and(ofChange)}))`])
  return filter.hasEverySnapshot ? sql`(+${changes.kind} = 'snapshot' or (${wanted}))` : sql`(${wanted})`
}

/** The last change of the sweeps that had ended by then; 0: none. */
const lastFoundBy = (db: SqliteDatabase, at: number): number =>
  db.get<{ id: number } | undefined>(
    sql`select ${changes.id} as id from ${changes} where ${changes.at} <= ${at} order by ${changes.at} desc, ${changes.id} desc limit 1`,
  )?.id ?? 0

const isThere = (db: SqliteDatabase, id: number): boolean =>
  db.get<{ id: number } | undefined>(
    sql`select ${changes.id} as id from ${changes} where ${changes.id} = ${id}`,
  ) !== undefined
