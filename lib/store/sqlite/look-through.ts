import { type AnyColumn, type SQL, sql, type Table } from 'drizzle-orm'
import { turnOfOthers } from '@/lib/turn-of-others'
import type { SqliteDatabase } from './open-database'

/** How much is looked through without a break in between; a few ms. */
export interface Looks {
  readonly rowsPerLook: number
  readonly minPerRun: number
}

export const DEFAULT_LOOKS: Looks = { rowsPerLook: 4_000, minPerRun: 50 }

/** A table whose rows are read in the order of their numbers. */
export interface NumberedTable {
  readonly table: Table
  readonly id: AnyColumn
}

/** A part of the table, without `low` and with `high`, and in which order it is read. */
export interface Range {
  readonly order: 'asc' | 'desc'
  readonly low: number
  readonly high: number
}

/** Rows that an index has in one run, in the order of their numbers. */
export type Run = SQL
/** Runs among which everything is that a filter lets pass. */
export type Plan = readonly Run[]

/**
 * The numbers of the first rows that fit, part by part, so that everybody else has a turn in between. Which of the plans
 * is the sparsest is seen anew for each part, since one value may have nothing for months and everything of a day.
 */
export async function lookThrough(
  db: SqliteDatabase,
  { id, table }: NumberedTable,
  {
    plans,
    fits,
    range,
    limit,
    looks = DEFAULT_LOOKS,
  }: { plans: readonly Plan[]; fits: SQL; range: Range; limit: number; looks?: Looks },
): Promise<number[]> {
  const ids: number[] = []
  let rest: Range | null = range
  while (rest && rest.low < rest.high) {
    const part = sparsestPart(rest)
    const wanted = limit - ids.length
    const found = new Set(part.runs.flatMap((run) => idsOfRun(run, part.range, wanted)))
    const sorted = [...found].sort((a, b) => (range.order === 'asc' ? a - b : b - a))
    ids.push(...sorted.slice(0, wanted))
    if (ids.length >= limit || part.rest === null) return ids
    rest = part.rest
    await turnOfOthers()
  }
  return ids

  /** The plan with which one gets furthest by looking at as many rows. */
  function sparsestPart(whole: Range): Part {
    let best: Part | null = null
    for (const runs of plans) {
      const rowsPerRun = Math.max(looks.minPerRun, Math.floor(looks.rowsPerLook / Math.max(1, runs.length)))
      const stops = runs.flatMap((run) => rowOfRun(run, whole, rowsPerRun) ?? [])
      if (stops.length === 0) return { runs, range: whole, rest: null }
      const part = cutAt(whole, whole.order === 'asc' ? Math.min(...stops) : Math.max(...stops))
      const isFurther =
        best === null ||
        (whole.order === 'asc' ? part.range.high > best.range.high : part.range.low < best.range.low)
      if (isFurther) best = { runs, ...part }
    }
    return best ?? { runs: [], range: whole, rest: null }
  }

  function rowOfRun(run: Run, part: Range, number: number): number | null {
    const row = db.get<{ id: number } | undefined>(
      sql`select ${id} as id from ${table} where ${run} and ${within(part)} order by ${id} ${direction(part)} limit 1 offset ${number - 1}`,
    )
    return row?.id ?? null
  }

  function idsOfRun(run: Run, part: Range, atMost: number): number[] {
    return db
      .all<{ id: number }>(
        sql`select ${id} as id from ${table} where ${run} and ${within(part)} and ${fits} order by ${id} ${direction(part)} limit ${atMost}`,
      )
      .map((row) => row.id)
  }

  function within({ low, high }: Range): SQL {
    return sql`${id} > ${low} and ${id} <= ${high}`
  }
}

interface Part {
  readonly runs: Plan
  readonly range: Range
  /** Null: this was the last one. */
  readonly rest: Range | null
}

/** The row at which it is cut is in the first part. */
const cutAt = ({ order, low, high }: Range, id: number): Omit<Part, 'runs'> =>
  order === 'asc'
    ? { range: { order, low, high: id }, rest: { order, low: id, high } }
    : { range: { order, low: id - 1, high }, rest: { order, low, high: id - 1 } }

const direction = ({ order }: Range): SQL => (order === 'asc' ? sql`asc` : sql`desc`)

export const runOf = (column: AnyColumn, value: string): Run => sql`${column} = ${value}`

/** That a column has any of these values, as a term that no index is chosen for: which one is used is a plan's affair. */
export const anyOf = (column: SQL, values: Iterable<string | number>): SQL =>
  sql`${column} in (${sql.join(
    [...values].map((value) => sql`${value}`),
    sql`, `,
  )})`
