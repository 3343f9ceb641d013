import { and, desc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { requestAttempts, requestDecisions, requests } from '@/drizzle/schema'
import type { OfferingKind } from '@/lib/domain/offering-kind'
import { NO_KEY, type RequestFilter } from '@/lib/domain/request-filter'
import {
  type RequestSummary,
  type RouteAttempt,
  type RouteOutcome,
  summaryOf,
} from '@/lib/domain/routed-request'
import { turnOfOthers } from '@/lib/turn-of-others'
import type { RequestPage, RequestPageQuery, StoredRequest, TimedJob, WrittenRequest } from '../kept-requests'
import { anyOf, type Looks, lookThrough, type Plan, runOf } from './look-through'
import type { Reads, SqliteDatabase } from './open-database'
import { RequestCountTables } from './request-count-rows'
import { fromStructuredJson, toStructuredJson } from './structured-json'

/** Places of one ms. Whole numbers stay exact for two centuries more. */
const PLACES_PER_MS = 1_000
/** Read without a break in between; a few ms. */
const JOBS_PER_STEP = 200

const REQUESTS = { table: requests, id: requests.place }

/** Requests with what they came to. Many are written at once, by statements that are made once. */
export class RequestTables {
  readonly #statements: ReturnType<typeof prepare>
  readonly #counts: RequestCountTables

  constructor(private readonly db: SqliteDatabase) {
    this.#statements = prepare(db)
    this.#counts = new RequestCountTables(db)
  }

  write(written: readonly WrittenRequest[]): number {
    const { insert, insertAttempts, insertDecision } = this.#statements
    return this.db.transaction(
      () => {
        const fresh = written.filter(({ request, decision }) => {
          const { endedAt, ...summary } = summaryOf({ ...request, decision: null })
          const place = this.#placeAt(endedAt)
          const { changes } = insert.run({
            ...summary,
            place,
            endedAt,
            attempts: summary.attemptCount,
            offering: summary.offeringId,
            node: summary.nodeUri,
            units: summary.units?.toString() ?? null,
            costWei: summary.costWei?.toString() ?? null,
            paidWei: summary.paidWei.toString(),
          })
          if (changes === 0) return false
          if (request.attempts.length > 0)
            insertAttempts.run({ place, body: toStructuredJson(request.attempts) })
          if (decision !== null) insertDecision.run({ place, body: decision })
          return true
        })
        this.#counts.add(fresh.map(({ request }) => request))
        return fresh.length
      },
      { behavior: 'immediate' },
    )
  }

  /** The first free one of that moment, or soon after it. */
  #placeAt(endedAt: number): number {
    const { lastBefore } = this.#statements
    for (let at = endedAt; ; at++) {
      const first = at * PLACES_PER_MS
      const last = lastBefore.get({ first, end: first + PLACES_PER_MS })?.place
      if (last === undefined) return first
      if (last + 1 < first + PLACES_PER_MS) return last + 1
    }
  }
}

function prepare(db: SqliteDatabase) {
  const p = sql.placeholder
  return {
    lastBefore: db
      .select({ place: requests.place })
      .from(requests)
      .where(and(gte(requests.place, p('first')), lt(requests.place, p('end'))))
      .orderBy(desc(requests.place))
      .limit(1)
      .prepare(),
    insert: db
      .insert(requests)
      .values({
        place: p('place'),
        id: p('id'),
        startedAt: p('startedAt'),
        endedAt: p('endedAt'),
        route: p('route'),
        keyId: p('keyId'),
        kind: p('kind'),
        pipeline: p('pipeline'),
        model: p('model'),
        outcome: p('outcome'),
        status: p('status'),
        problem: p('problem'),
        attempts: p('attempts'),
        offering: p('offering'),
        node: p('node'),
        orchestrator: p('orchestrator'),
        bytesIn: p('bytesIn'),
        bytesOut: p('bytesOut'),
        units: p('units'),
        costWei: p('costWei'),
        paidWei: p('paidWei'),
        usdPerEth: p('usdPerEth'),
        chargeUsd: p('chargeUsd'),
        overheadMs: p('overheadMs'),
        firstByteMs: p('firstByteMs'),
        totalMs: p('totalMs'),
      })
      .onConflictDoNothing({ target: requests.id })
      .prepare(),
    insertAttempts: db
      .insert(requestAttempts)
      .values({ place: p('place'), body: p('body') })
      .prepare(),
    insertDecision: db
      .insert(requestDecisions)
      .values({ place: p('place'), body: p('body') })
      .prepare(),
  }
}

export async function readRequests(
  db: SqliteDatabase,
  { filter, since, until, before, limit }: RequestPageQuery,
  looks?: Looks,
): Promise<RequestPage> {
  const high = Math.min(
    before === null ? Number.MAX_SAFE_INTEGER : before - 1,
    until === null ? Number.MAX_SAFE_INTEGER : (until + 1) * PLACES_PER_MS - 1,
    latestPlace(db),
  )
  const places = await lookThrough(db, REQUESTS, {
    plans: plansFor(filter),
    fits: condition(filter),
    range: { order: 'desc', low: since === null ? 0 : since * PLACES_PER_MS - 1, high },
    limit: limit + 1,
    ...(looks && { looks }),
  })
  const taken = places.slice(0, limit)
  const rows =
    taken.length === 0
      ? []
      : db.select().from(requests).where(inArray(requests.place, taken)).orderBy(desc(requests.place)).all()
  return {
    requests: rows.map(summaryOfRow),
    next: places.length > limit ? (taken.at(-1) ?? null) : null,
  }
}

const latestPlace = (db: Reads): number =>
  db.select({ place: requests.place }).from(requests).orderBy(desc(requests.place)).limit(1).get()?.place ?? 0

export function readRequest(db: SqliteDatabase, id: string): StoredRequest | null {
  const row = db
    .select({ request: requests, attempts: requestAttempts.body, decision: requestDecisions.body })
    .from(requests)
    .leftJoin(requestAttempts, eq(requestAttempts.place, requests.place))
    .leftJoin(requestDecisions, eq(requestDecisions.place, requests.place))
    .where(eq(requests.id, id))
    .get()
  if (!row) return null
  return {
    summary: summaryOfRow(row.request),
    attempts: row.attempts === null ? [] : ownAttempts(fromStructuredJson(row.attempts)),
    decision: row.decision,
  }
}

export const readRequestPlace = (
  db: SqliteDatabase,
  { id, keyId }: { readonly id: string; readonly keyId: string },
): number | null =>
  db
    .select({ place: requests.place })
    .from(requests)
    .where(and(eq(requests.id, id), eq(requests.keyId, keyId)))
    .get()?.place ?? null

export async function readTimedJobs(
  db: SqliteDatabase,
  { since, limit }: { readonly since: number; readonly limit: number },
): Promise<TimedJob[]> {
  const jobs: TimedJob[] = []
  let before = Number.MAX_SAFE_INTEGER
  for (let left = limit; left > 0; left -= JOBS_PER_STEP) {
    const rows = db
      .select({
        place: requests.place,
        endedAt: requests.endedAt,
        outcome: requests.outcome,
        units: requests.units,
        attempts: requestAttempts.body,
      })
      .from(requests)
      .innerJoin(requestAttempts, eq(requestAttempts.place, requests.place))
      .where(and(gte(requests.place, since * PLACES_PER_MS), lt(requests.place, before)))
      .orderBy(desc(requests.place))
      .limit(Math.min(left, JOBS_PER_STEP))
      .all()
    for (const { outcome, units, attempts, endedAt } of rows) {
      if (outcome !== 'served' || units === null) continue
      const last = ownAttempts(fromStructuredJson(attempts)).at(-1)
      if (last?.outcome === 'ok')
        jobs.push({ offeringId: last.offeringId, tookMs: last.totalMs, units: BigInt(units), at: endedAt })
    }
    const last = rows.at(-1)
    if (last === undefined || rows.length < JOBS_PER_STEP) break
    before = last.place
    await turnOfOthers()
  }
  return jobs
}

function plansFor({ pipelines, models, outcomes, keys, orchestrators, nodeUris }: RequestFilter): Plan[] {
  const named = (
    column: (typeof requests)['pipeline' | 'model' | 'outcome' | 'orchestrator' | 'node'],
    values: ReadonlySet<string> | null,
  ): Plan[] => (values === null ? [] : [[...values].map((value) => runOf(column, value))])
  const byKey: Plan[] =
    keys === null
      ? []
      : [
          [...keys].map((key) =>
            key === NO_KEY ? sql`${requests.keyId} is null` : runOf(requests.keyId, key),
          ),
        ]
  return [
    [sql`true`],
    ...named(requests.pipeline, pipelines),
    ...named(requests.model, models),
    ...named(requests.outcome, outcomes),
    ...byKey,
    ...named(requests.orchestrator, orchestrators),
    ...named(requests.node, nodeUris),
  ]
}

/** The whole filter. Its columns are no terms for an index (`+`): which one is used is decided here. */
function condition(filter: RequestFilter): SQL {
  const { pipelines, models, outcomes, statuses, keys, orchestrators, nodeUris, offerings } = filter
  const terms: SQL[] = [sql`true`]
  const among = (column: SQL, values: ReadonlySet<string> | null) => {
    if (values !== null) terms.push(anyOf(column, values))
  }
  among(sql`+${requests.pipeline}`, pipelines)
  among(sql`+${requests.model}`, models)
  among(sql`+${requests.outcome}`, outcomes)
  among(sql`+${requests.orchestrator}`, orchestrators)
  among(sql`+${requests.node}`, nodeUris)
  among(sql`+${requests.offering}`, offerings)
  among(sql`coalesce(+${requests.keyId}, ${NO_KEY})`, keys)
  if (statuses !== null)
    terms.push(
      sql`(${sql.join(
        [...statuses].map((status) => {
          const [, digit] = /^(\d)xx$/.exec(status) ?? []
          if (digit === undefined) return sql`${requests.status} = ${Number(status)}`
          return sql`${requests.status} between ${Number(digit) * 100} and ${Number(digit) * 100 + 99}`
        }),
        sql` or `,
      )})`,
    )
  if (filter.minAttempts !== null) terms.push(sql`${requests.attempts} >= ${filter.minAttempts}`)
  return sql`(${sql.join(terms, sql` and `)})`
}

/** The place from which on requests ended at or after a moment. */
export const placeOf = (at: number): number => at * PLACES_PER_MS

function summaryOfRow(row: typeof requests.$inferSelect): RequestSummary {
  const { place: _, attempts, offering, node, units, costWei, paidWei, ...rest } = row
  return {
    ...rest,
    kind: ownKind(rest.kind),
    outcome: ownOutcome(rest.outcome),
    attemptCount: attempts,
    offeringId: offering,
    nodeUri: node,
    units: units === null ? null : BigInt(units),
    costWei: costWei === null ? null : BigInt(costWei),
    paidWei: BigInt(paidWei),
  }
}

// What these columns hold was written by this file alone, from the very types they are read back as.
const ownKind = (value: string): OfferingKind => value as OfferingKind
const ownOutcome = (value: string): RouteOutcome => value as RouteOutcome
const ownAttempts = (value: unknown): RouteAttempt[] => value as RouteAttempt[]
