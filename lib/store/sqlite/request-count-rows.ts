import { and, asc, eq, gte, lt, sql } from 'drizzle-orm'
import { jobCounts, requestCounts } from '@/drizzle/schema'
import { FAULT_CAUSES } from '@/lib/domain/job-result'
import { ROUTE_OUTCOMES, type RoutedRequest, type RouteOutcome } from '@/lib/domain/routed-request'
import { LEVEL_MS, LEVELS } from '@/lib/history/history-window'
import { LatencyHistogram } from '@/lib/history/latency-histogram'
import { turnOfOthers } from '@/lib/turn-of-others'
import {
  type CountedValue,
  type JobCounts,
  REQUEST_DIMENSIONS,
  type RequestCountQuery,
  type RequestCounts,
  type RequestDimension,
} from '../kept-requests'
import type { SqliteDatabase } from './open-database'

/** How finely requests are counted. */
const COUNTED_LEVELS = ['5m', '1h'] as const
/** Clients say which models they want: of one dimension and bucket so many values are told apart. */
const MAX_VALUES = 200
/** A bucket that holds this many values has got `REST`, too. */
const NONE = ''
const REST = '+'

const numberOf = (level: (typeof COUNTED_LEVELS)[number]): number => LEVELS.indexOf(level)

/** A name cannot be taken for what is none. */
const named = (value: string | null): string => (value === null ? NONE : `=${value}`)

const countedValue = (text: string): CountedValue =>
  text === NONE
    ? { kind: 'none' }
    : text === REST
      ? { kind: 'rest' }
      : { kind: 'value', value: text.slice(1) }

const valueIn: Readonly<
  Record<RequestDimension, (request: Omit<RoutedRequest, 'decision'>) => string | null>
> = {
  all: () => null,
  pipeline: ({ pipeline }) => pipeline,
  model: ({ model }) => model,
  orchestrator: ({ attempts }) => attempts.at(-1)?.orchestrator ?? null,
  key: ({ keyId }) => keyId,
  outcome: ({ outcome }) => outcome,
}

const FAULTS: ReadonlySet<string> = new Set(FAULT_CAUSES)

/** Adds requests to what is counted of those before them, in the transaction that writes them: each counts once. */
export class RequestCountTables {
  readonly #statements: ReturnType<typeof prepare>

  constructor(db: SqliteDatabase) {
    this.#statements = prepare(db)
  }

  add(written: readonly Omit<RoutedRequest, 'decision'>[]): void {
    for (const level of COUNTED_LEVELS) {
      const buckets = new Map<number, Omit<RoutedRequest, 'decision'>[]>()
      for (const request of written) {
        const at = startOf(request.endedAt, level)
        const known = buckets.get(at)
        if (known) known.push(request)
        else buckets.set(at, [request])
      }
      for (const [at, ofBucket] of buckets)
        for (const dimension of REQUEST_DIMENSIONS)
          this.#addTo({ level: numberOf(level), dimension, at }, ofBucket)
      this.#addJobs(level, written)
    }
  }

  #addTo(
    place: { readonly level: number; readonly dimension: RequestDimension; readonly at: number },
    list: readonly Omit<RoutedRequest, 'decision'>[],
  ): void {
    const { read, countValues, write } = this.#statements
    const byValue = new Map<string, CountsMaker>()
    let room: number | null = null
    for (const request of list) {
      let value = named(valueIn[place.dimension](request))
      let counts = byValue.get(value)
      if (!counts) {
        let row = read.get({ ...place, value })
        if (!row && value !== NONE) {
          room ??= MAX_VALUES - (countValues.get(place)?.n ?? 0)
          if (room <= 0) {
            value = REST
            row = read.get({ ...place, value })
          } else room -= 1
        }
        counts = byValue.get(value) ?? new CountsMaker().addRow(row)
        byValue.set(value, counts)
      }
      counts.addRequest(request, { isTimed: place.dimension === 'outcome' || request.outcome === 'served' })
    }
    for (const [value, counts] of byValue) write.run({ ...place, value, ...counts.toRow() })
  }

  #addJobs(
    level: (typeof COUNTED_LEVELS)[number],
    written: readonly Omit<RoutedRequest, 'decision'>[],
  ): void {
    const byPlace = new Map<string, { node: string; at: number; succeeded: number; faults: number }>()
    for (const { attempts } of written)
      for (const { nodeUri: node, outcome, startedAt, totalMs } of attempts) {
        const isFault = FAULTS.has(outcome)
        if (outcome !== 'ok' && !isFault) continue
        const at = startOf(startedAt + totalMs, level)
        const counts = byPlace.get(`${at} ${node}`) ?? { node, at, succeeded: 0, faults: 0 }
        byPlace.set(`${at} ${node}`, counts)
        if (isFault) counts.faults += 1
        else counts.succeeded += 1
      }
    for (const counts of byPlace.values()) this.#statements.addJobs.run({ level: numberOf(level), ...counts })
  }
}

function prepare(db: SqliteDatabase) {
  const p = sql.placeholder
  const bucket = and(
    eq(requestCounts.level, p('level')),
    eq(requestCounts.dimension, p('dimension')),
    eq(requestCounts.at, p('at')),
  )
  return {
    read: db
      .select()
      .from(requestCounts)
      .where(and(bucket, eq(requestCounts.value, p('value'))))
      .prepare(),
    countValues: db.select({ n: sql<number>`count(*)` }).from(requestCounts).where(bucket).prepare(),
    write: db
      .insert(requestCounts)
      .values({
        level: p('level'),
        dimension: p('dimension'),
        at: p('at'),
        value: p('value'),
        requests: p('requests'),
        attempts: p('attempts'),
        outcomes: p('outcomes'),
        paidWei: p('paidWei'),
        total: p('total'),
        firstByte: p('firstByte'),
      })
      .onConflictDoUpdate({
        target: [requestCounts.level, requestCounts.dimension, requestCounts.at, requestCounts.value],
        set: {
          requests: sql`excluded.requests`,
          attempts: sql`excluded.attempts`,
          outcomes: sql`excluded.outcomes`,
          paidWei: sql`excluded.paid_wei`,
          total: sql`excluded.total`,
          firstByte: sql`excluded.first_byte`,
        },
      })
      .prepare(),
    addJobs: db
      .insert(jobCounts)
      .values({
        level: p('level'),
        node: p('node'),
        at: p('at'),
        succeeded: p('succeeded'),
        faults: p('faults'),
      })
      .onConflictDoUpdate({
        target: [jobCounts.level, jobCounts.node, jobCounts.at],
        set: {
          succeeded: sql`${jobCounts.succeeded} + excluded.succeeded`,
          faults: sql`${jobCounts.faults} + excluded.faults`,
        },
      })
      .prepare(),
  }
}

const startOf = (at: number, level: (typeof COUNTED_LEVELS)[number]): number =>
  Math.floor(at / LEVEL_MS[level]) * LEVEL_MS[level]

type CountsRow = Omit<typeof requestCounts.$inferSelect, 'level' | 'dimension' | 'at' | 'value'>

class CountsMaker {
  requests = 0
  attempts = 0
  readonly outcomes: Partial<Record<RouteOutcome, number>> = {}
  paidWei = 0n
  readonly totalMs = new LatencyHistogram()
  readonly firstByteMs = new LatencyHistogram()

  addRow(row: CountsRow | undefined): this {
    if (!row) return this
    this.requests += row.requests
    this.attempts += row.attempts
    const outcomes = ownOutcomes(JSON.parse(row.outcomes))
    for (const outcome of ROUTE_OUTCOMES) this.#addOutcome(outcome, outcomes[outcome] ?? 0)
    this.paidWei += BigInt(row.paidWei)
    this.totalMs.mergeBytes(row.total)
    this.firstByteMs.mergeBytes(row.firstByte)
    return this
  }

  addRequest(
    { outcome, attempts, paidWei, totalMs, firstByteMs }: Omit<RoutedRequest, 'decision'>,
    { isTimed }: { readonly isTimed: boolean },
  ): void {
    this.requests += 1
    this.attempts += attempts.length
    this.#addOutcome(outcome, 1)
    this.paidWei += paidWei
    if (!isTimed) return
    this.totalMs.add(totalMs)
    if (firstByteMs !== null) this.firstByteMs.add(firstByteMs)
  }

  toRow(): CountsRow {
    return {
      requests: this.requests,
      attempts: this.attempts,
      outcomes: JSON.stringify(this.outcomes),
      paidWei: this.paidWei.toString(),
      total: Buffer.from(this.totalMs.toBytes()),
      firstByte: Buffer.from(this.firstByteMs.toBytes()),
    }
  }

  #addOutcome(outcome: RouteOutcome, count: number): void {
    if (count > 0) this.outcomes[outcome] = (this.outcomes[outcome] ?? 0) + count
  }
}

/** Read without a break in between; a few ms. */
const ROWS_PER_STEP = 100

/**
 * In steps, so that others have their turn. First how many requests each value has, which is cheap; then what those of
 * the largest came to, since a histogram of each of thousands would take too much memory.
 */
export async function readRequestCounts(
  db: SqliteDatabase,
  { level, dimension, since, until, maxValues }: RequestCountQuery,
): Promise<RequestCounts[]> {
  const { level: ofLevel, dimension: ofDimension, at, value } = requestCounts
  const behind = (place: { readonly at: number; readonly value: string }) =>
    and(
      eq(ofLevel, numberOf(level)),
      eq(ofDimension, dimension),
      sql`(${at}, ${value}) > (${place.at}, ${place.value})`,
      lt(at, until),
    )
  const totals = new Map<string, number>()
  await inSteps(
    since,
    (place) =>
      db
        .select({ at, value, requests: requestCounts.requests })
        .from(requestCounts)
        .where(behind(place))
        .orderBy(asc(at), asc(value))
        .limit(ROWS_PER_STEP)
        .all(),
    (row) => totals.set(row.value, (totals.get(row.value) ?? 0) + row.requests),
  )
  const largest = [...totals]
    .filter(([value]) => value !== REST)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))
    .slice(0, maxValues)
  const found = new Map(largest.map(([value]) => [value, new CountsMaker()]))
  const rest = new CountsMaker()
  await inSteps(
    since,
    (place) =>
      db
        .select()
        .from(requestCounts)
        .where(behind(place))
        .orderBy(asc(at), asc(value))
        .limit(ROWS_PER_STEP)
        .all(),
    (row) => (found.get(row.value) ?? rest).addRow(row),
  )
  const all = [...found].map(([value, counts]) => ({ of: countedValue(value), ...counted(counts) }))
  return rest.requests === 0 ? all : [...all, { of: { kind: 'rest' }, ...counted(rest) }]
}

async function inSteps<Row extends { readonly at: number; readonly value: string }>(
  since: number,
  read: (behind: { readonly at: number; readonly value: string }) => readonly Row[],
  take: (row: Row) => void,
): Promise<void> {
  // Before every value of that bucket.
  let place = { at: since - 1, value: '' }
  for (;;) {
    const rows = read(place)
    for (const row of rows) take(row)
    const last = rows.at(-1)
    if (last === undefined || rows.length < ROWS_PER_STEP) return
    place = { at: last.at, value: last.value }
    await turnOfOthers()
  }
}

const counted = ({ requests, attempts, outcomes, paidWei, totalMs, firstByteMs }: CountsMaker) => ({
  requests,
  attempts,
  outcomes,
  paidWei,
  totalMs,
  firstByteMs,
})

/** Hours that lie in the span whole, and five minutes at both ends, as far as those are kept. */
export function readJobCounts(
  db: SqliteDatabase,
  nodeUris: readonly string[],
  { from, to }: { readonly from: number; readonly to: number },
): JobCounts {
  const [start, end] = [
    Math.ceil(from / LEVEL_MS['1h']) * LEVEL_MS['1h'],
    Math.floor(to / LEVEL_MS['1h']) * LEVEL_MS['1h'],
  ]
  const spans =
    start >= end
      ? [{ level: '5m' as const, from, to }]
      : [
          { level: '5m' as const, from, to: start },
          { level: '1h' as const, from: start, to: end },
          { level: '5m' as const, from: end, to },
        ]
  let [succeeded, faults] = [0, 0]
  for (const node of nodeUris)
    for (const { level, ...span } of spans) {
      if (span.from >= span.to) continue
      const row = db
        .select({
          succeeded: sql<number | null>`sum(${jobCounts.succeeded})`,
          faults: sql<number | null>`sum(${jobCounts.faults})`,
        })
        .from(jobCounts)
        .where(
          and(
            eq(jobCounts.level, numberOf(level)),
            eq(jobCounts.node, node),
            gte(jobCounts.at, span.from),
            lt(jobCounts.at, span.to),
          ),
        )
        .get()
      succeeded += row?.succeeded ?? 0
      faults += row?.faults ?? 0
    }
  return { succeeded, faults }
}

// What this column holds was written by this file alone, from the very type it is read back as.
const ownOutcomes = (value: unknown): Partial<Record<RouteOutcome, number>> =>
  value as Partial<Record<RouteOutcome, number>>
