import { asc, inArray, type SQL, sql } from 'drizzle-orm'
import { changes, nodes } from '@/drizzle/schema'
import { CHANGE_KINDS, MANY_CHANGES } from '@/lib/domain/change'
import type { ChangeFilter } from '@/lib/domain/change-filter'
import { UNKNOWN_VALUE } from '@/lib/domain/facet'
import { turnOfOthers } from '@/lib/turn-of-others'
import type { ChangePage, ChangePageQuery } from '../store'
import { selectChanges, storedChange } from './change-rows'
import type { SqliteDatabase } from './open-database'

/** Looked through without a break in between; a few ms. */
const ROWS_PER_LOOK = 4_000
const MIN_PER_RUN = 50

const FEW_KINDS = 6

interface Looks {
  readonly rowsPerLook: number
  readonly minPerRun: number
}

/**
 * Changes that fit a filter, in either order. What they have in common is found in one index; which of those that the
 * filter names is the sparsest is seen anew for each part of the feed, since an orchestrator may have nothing for months
 * and everything of a day.
 */
export async function readChanges(
  db: SqliteDatabase,
  { filter, order, after, foundAfter, foundUpTo, upTo, limit }: ChangePageQuery,
  looks: Looks = { rowsPerLook: ROWS_PER_LOOK, minPerRun: MIN_PER_RUN },
): Promise<ChangePage | null> {
  if (order === 'asc' && after !== null && !isThere(db, after)) return null
  const lastId = db.get<{ id: number | null }>(sql`select max(${changes.id}) as id from ${changes}`).id ?? 0
  const end = Math.min(upTo, lastId, foundUpTo === null ? lastId : lastFoundBy(db, foundUpTo))
  const start = foundAfter === null ? 0 : lastFoundBy(db, foundAfter)
  const range: Range =
    order === 'asc'
      ? { order, low: Math.max(start, after ?? 0), high: end }
      : { order, low: start, high: Math.min(end, (after ?? end + 1) - 1) }
  const ids = await idsInRange(db, { filter, range, limit: limit + 1, looks })
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

/** A part of the feed, without `low` and with `high`, and in which order it is read. */
interface Range {
  readonly order: 'asc' | 'desc'
  readonly low: number
  readonly high: number
}

/** The first ones that fit, part by part, so that everybody else has a turn in between. */
async function idsInRange(
  db: SqliteDatabase,
  { filter, range, limit, looks }: { filter: ChangeFilter; range: Range; limit: number; looks: Looks },
): Promise<number[]> {
  const plans = plansFor(db, filter)
  const fits = condition(db, filter)
  const ids: number[] = []
  let rest: Range | null = range
  while (rest && rest.low < rest.high) {
    const part = sparsestPart(db, plans, { range: rest, looks })
    const found = new Set(
      part.runs.flatMap((run) => idsOfRun(db, { run, fits, range: part.range, limit: limit - ids.length })),
    )
    const sorted = [...found].sort((a, b) => (range.order === 'asc' ? a - b : b - a))
    ids.push(...sorted.slice(0, limit - ids.length))
    if (ids.length >= limit || part.rest === null) return ids
    rest = part.rest
    await turnOfOthers()
  }
  return ids
}

/** Rows that an index has in one run, in the order of their ids. */
type Run = SQL
/** Runs among which everything is that a filter lets pass. */
type Plan = readonly Run[]

interface Part {
  readonly runs: Plan
  readonly range: Range
  /** Null: this was the last one. */
  readonly rest: Range | null
}

/** The plan with which one gets furthest by looking at as many rows. */
function sparsestPart(
  db: SqliteDatabase,
  plans: readonly Plan[],
  { range, looks }: { range: Range; looks: Looks },
): Part {
  let best: Part | null = null
  for (const runs of plans) {
    const rowsPerRun = Math.max(looks.minPerRun, Math.floor(looks.rowsPerLook / Math.max(1, runs.length)))
    const stops = runs.flatMap((run) => rowOfRun(db, { run, range, number: rowsPerRun }) ?? [])
    if (stops.length === 0) return { runs, range, rest: null }
    const part = range.order === 'asc' ? cutAt(range, Math.min(...stops)) : cutAt(range, Math.max(...stops))
    const isFurther =
      best === null ||
      (range.order === 'asc' ? part.range.high > best.range.high : part.range.low < best.range.low)
    if (isFurther) best = { runs, ...part }
  }
  return best ?? { runs: [], range, rest: null }
}

/** The row at which it is cut is in the first part. */
const cutAt = ({ order, low, high }: Range, id: number): Omit<Part, 'runs'> =>
  order === 'asc'
    ? { range: { order, low, high: id }, rest: { order, low: id, high } }
    : { range: { order, low: id - 1, high }, rest: { order, low, high: id - 1 } }

const within = ({ low, high }: Range): SQL => sql`${changes.id} > ${low} and ${changes.id} <= ${high}`
const direction = ({ order }: Range): SQL => (order === 'asc' ? sql`asc` : sql`desc`)

const rowOfRun = (
  db: SqliteDatabase,
  { run, range, number }: { run: Run; range: Range; number: number },
): number | null =>
  db.get<{ id: number } | undefined>(
    sql`select ${changes.id} as id from ${changes} where ${run} and ${within(range)} order by ${changes.id} ${direction(range)} limit 1 offset ${number - 1}`,
  )?.id ?? null

const idsOfRun = (
  db: SqliteDatabase,
  { run, fits, range, limit }: { run: Run; fits: SQL; range: Range; limit: number },
): number[] =>
  db
    .all<{ id: number }>(
      sql`select ${changes.id} as id from ${changes} where ${run} and ${within(range)} and ${fits} order by ${changes.id} ${direction(range)} limit ${limit}`,
    )
    .map(({ id }) => id)

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

const runOf = (column: AnyColumn, value: string): Run => sql`${column} = ${value}`

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
  const anyOf = (column: SQL, values: Iterable<string | number>): SQL =>
    sql`${column} in (${sql.join(
      [...values].map((value) => sql`${value}`),
      sql`, `,
    )})`
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
