import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import type { answers, runnerLists } from '@/drizzle/schema'
import { digested } from './digested'
import type { SqliteDatabase, Transaction } from './open-database'
import type { PassingNumbers } from './passing-numbers'
import { fromStructuredJson, toStructuredJson } from './structured-json'

/** A stated value as it is kept: once for as long as nothing but its passing numbers changes. */
export interface Body<T> {
  readonly id: number
  readonly base: T
  readonly numbers: readonly bigint[]
}

/**
 * What one node may fill, in characters. Whoever says something else with every answer loses what it said first; an honest
 * node stays below this for years.
 */
const MAX_CHARACTERS_PER_NODE = 16 * 2 ** 20
/** They may be of some MB each. */
const ROWS_PER_READ = 100
/** What is kept ready of one kind, over all nodes; read, it takes several times as much. */
const MAX_READY_CHARACTERS = 48 * 2 ** 20

/** The distinct things that nodes said, one row each. */
export class BodyRows<T> {
  /** Of those read or written last, by id, the latest last. */
  readonly #ready = new Map<number, { readonly body: Body<T>; readonly size: number }>()
  #readySize = 0

  constructor(
    private readonly db: SqliteDatabase,
    private readonly table: typeof answers | typeof runnerLists,
    readonly kind: PassingNumbers<T>,
    private readonly own: (value: unknown) => T,
  ) {}

  /** The row of a value, written if it is new; `before` is the node's last one, which it mostly is still. */
  write(tx: Transaction, value: T, { nodeId, before }: { nodeId: number; before: Body<T> | null }): Body<T> {
    if (before && (before.base === value || this.kind.isSameElse(before.base, value))) return before
    const numbers = this.kind.read(value)
    // Found by what it says without them.
    const { digest } = digested(
      this.kind.replace(
        value,
        numbers.map(() => 0n),
      ),
    )
    const { table } = this
    const known = tx
      .select({ id: table.id })
      .from(table)
      .where(and(eq(table.nodeId, nodeId), eq(table.digest, digest)))
      .get()
    if (known) return this.read(known.id) ?? this.#insert(tx, value, { nodeId, digest, numbers })
    const body = this.#insert(tx, value, { nodeId, digest, numbers })
    this.#trim(tx, nodeId, body.id)
    return body
  }

  /** Null when it was forgotten. */
  read(id: number): Body<T> | null {
    const ready = this.#ready.get(id)
    if (ready) {
      this.#ready.delete(id)
      this.#ready.set(id, ready)
      return ready.body
    }
    this.makeReady([id])
    return this.#ready.get(id)?.body ?? null
  }

  /** Reads those that are not ready together, which takes a fraction of one by one. */
  makeReady(ids: readonly number[]): void {
    const missing = ids.filter((id) => !this.#ready.has(id))
    for (let from = 0; from < missing.length; from += ROWS_PER_READ)
      for (const { id, body } of rowsOf(this.db, this.table, missing.slice(from, from + ROWS_PER_READ))) {
        const base = this.own(fromStructuredJson(body))
        this.#keep({ id, base, numbers: this.kind.read(base) }, body.length)
      }
  }

  /** What a transaction wrote that was rolled back is not there. */
  forget(): void {
    this.#ready.clear()
    this.#readySize = 0
  }

  #insert(
    tx: Transaction,
    base: T,
    { nodeId, digest, numbers }: { nodeId: number; digest: Buffer; numbers: readonly bigint[] },
  ): Body<T> {
    const body = toStructuredJson(base)
    const { id } = tx
      .insert(this.table)
      .values({ nodeId, digest, size: body.length, body })
      .returning({ id: this.table.id })
      .get()
    return this.#keep({ id, base, numbers }, body.length)
  }

  #trim(tx: Transaction, nodeId: number, newest: number): void {
    const { table } = this
    const of = eq(table.nodeId, nodeId)
    for (;;) {
      const { total } = tx
        .select({ total: sql<number>`sum(${table.size})` })
        .from(table)
        .where(of)
        .get() ?? { total: 0 }
      if (total <= MAX_CHARACTERS_PER_NODE) return
      const oldest = tx
        .select({ id: table.id })
        .from(table)
        .where(and(of, ne(table.id, newest)))
        .orderBy(asc(table.id))
        .limit(1)
        .get()
      if (!oldest) return
      tx.delete(table).where(eq(table.id, oldest.id)).run()
      this.#drop(oldest.id)
    }
  }

  #keep(body: Body<T>, size: number): Body<T> {
    this.#ready.set(body.id, { body, size })
    this.#readySize += size
    for (const [id] of this.#ready) {
      if (this.#readySize <= MAX_READY_CHARACTERS || id === body.id) break
      this.#drop(id)
    }
    return body
  }

  #drop(id: number): void {
    this.#readySize -= this.#ready.get(id)?.size ?? 0
    this.#ready.delete(id)
  }
}

const rowsOf = (
  db: SqliteDatabase,
  table: typeof answers | typeof runnerLists,
  ids: readonly number[],
): { id: number; body: string }[] =>
  db
    .select({ id: table.id, body: table.body })
    .from(table)
    .where(inArray(table.id, [...ids]))
    .all()

/** What is to be added to a body's numbers to have the value's; empty where nothing is. */
export function differencesOf<T>({ base, numbers }: Body<T>, value: T, kind: PassingNumbers<T>): bigint[] {
  if (base === value) return []
  const differences = kind.read(value).map((number, i) => BigInt.asIntN(64, number - (numbers[i] ?? 0n)))
  return differences.every((difference) => difference === 0n) ? [] : differences
}

/** The inverse; the very same object where nothing differs. */
export const withDifferences = <T>(
  { base, numbers }: Body<T>,
  differences: readonly bigint[],
  kind: PassingNumbers<T>,
): T =>
  differences.length === 0
    ? base
    : kind.replace(
        base,
        numbers.map((number, i) => BigInt.asIntN(64, number + (differences[i] ?? 0n))),
      )
