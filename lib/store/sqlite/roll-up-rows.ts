import { and, asc, eq, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { measuredSubjects, probeRollUps, rollUpProgress } from '@/drizzle/schema'
import type { LevelSpan, RollUpProgress } from '@/lib/history/cover-span'
import { LEVEL_MS, LEVELS, type Level, type Span } from '@/lib/history/history-window'
import { type ProbeTally, ProbeTallyMaker } from '@/lib/history/probe-tally'
import { turnOfOthers } from '@/lib/turn-of-others'
import type {
  BucketWrite,
  RollUpPage,
  RollUpPlace,
  Subject,
  SubjectTally,
  SweepBefore,
} from '../probe-roll-ups'
import { LeaseLost } from '../store'
import { holdsLease } from './conductor-rows'
import type { SqliteDatabase } from './open-database'
import { decodeOutcomeCounts, encodeOutcomeCounts } from './outcome-counts'

type Reads = Pick<SqliteDatabase, 'all'>

const numberOf = (level: Level): number => LEVELS.indexOf(level)

/** Counts of probes. Thousands of rows are written at once, and read to be counted together. */
export class RollUpTables {
  readonly #statements: ReturnType<typeof prepare>

  constructor(private readonly db: SqliteDatabase) {
    this.#statements = prepare(db)
  }

  readProgress(): RollUpProgress {
    const rows = this.db.select().from(rollUpProgress).all()
    const of = (level: Level) => rows.find((row) => row.level === numberOf(level))?.doneUntil ?? null
    return { '5m': of('5m'), '1h': of('1h'), '1d': of('1d') }
  }

  write(rows: readonly SubjectTally[], { level: name, at, isFirst, isLast, holder }: BucketWrite): void {
    const { clear, subjectOf, add } = this.#statements
    const level = numberOf(name)
    this.db.transaction(
      (tx) => {
        if (holder !== undefined && !holdsLease(tx, holder))
          throw new LeaseLost('another process conducts the sweeps')
        if (isFirst) clear.run({ level, at })
        for (const { subject, tally } of rows)
          add.run({
            level,
            at,
            subjectId: subjectOf.get({ ...subject, lastAt: at }).id,
            outcomes: encodeOutcomeCounts(tally.outcomes),
            latency: Buffer.from(tally.latency.toBytes()),
          })
        if (isLast) {
          const doneUntil = at + LEVEL_MS[name]
          tx.insert(rollUpProgress)
            .values({ level, doneUntil })
            .onConflictDoUpdate({ target: rollUpProgress.level, set: { doneUntil } })
            .run()
        }
      },
      { behavior: 'immediate' },
    )
  }

  read(
    { level, from, to }: LevelSpan,
    { after, limit }: { after: RollUpPlace | null; limit: number },
  ): RollUpPage {
    const { at, subjectId } = after ?? { at: from, subjectId: 0 }
    const rows = this.#statements.page.all({ level: numberOf(level), at, subjectId, to, limit })
    const last = rows.length < limit ? undefined : rows.at(-1)
    return {
      rows: rows.map(({ kind, key, ...row }) => ({
        at: row.at,
        subject: { kind: ownSubjectKind(kind), key },
        tally: addRow(new ProbeTallyMaker(), row),
      })),
      next: last ? { at: last.at, subjectId: last.subjectId } : null,
    }
  }
}

function prepare(db: SqliteDatabase) {
  const { placeholder } = sql
  return {
    clear: db
      .delete(probeRollUps)
      .where(and(eq(probeRollUps.level, placeholder('level')), eq(probeRollUps.at, placeholder('at'))))
      .prepare(),
    subjectOf: db
      .insert(measuredSubjects)
      .values({ kind: placeholder('kind'), key: placeholder('key'), lastAt: placeholder('lastAt') })
      .onConflictDoUpdate({
        target: [measuredSubjects.kind, measuredSubjects.key],
        set: { lastAt: sql`max(${measuredSubjects.lastAt}, excluded.last_at)` },
      })
      .returning({ id: measuredSubjects.id })
      .prepare(),
    add: db
      .insert(probeRollUps)
      .values({
        level: placeholder('level'),
        at: placeholder('at'),
        subjectId: placeholder('subjectId'),
        outcomes: placeholder('outcomes'),
        latency: placeholder('latency'),
      })
      .prepare(),
    // Numbers of subjects begin with 1.
    page: db
      .select({
        at: probeRollUps.at,
        subjectId: probeRollUps.subjectId,
        kind: measuredSubjects.kind,
        key: measuredSubjects.key,
        outcomes: probeRollUps.outcomes,
        latency: probeRollUps.latency,
      })
      .from(probeRollUps)
      .innerJoin(measuredSubjects, eq(measuredSubjects.id, probeRollUps.subjectId))
      .where(
        and(
          eq(probeRollUps.level, placeholder('level')),
          sql`(${probeRollUps.at}, ${probeRollUps.subjectId}) > (${placeholder('at')}, ${placeholder('subjectId')})`,
          lt(probeRollUps.at, placeholder('to')),
        ),
      )
      .orderBy(asc(probeRollUps.at), asc(probeRollUps.subjectId))
      .limit(placeholder('limit'))
      .prepare(),
  }
}

const addRow = (
  tally: ProbeTallyMaker,
  { outcomes, latency }: { outcomes: Uint8Array; latency: Uint8Array },
): ProbeTallyMaker => {
  for (const [kind, count] of decodeOutcomeCounts(outcomes)) tally.addOutcomes(kind, count)
  tally.latency.mergeBytes(latency)
  return tally
}

/** In short steps: an orchestrator may have hundreds of nodes. */
export async function readTallies(
  db: SqliteDatabase,
  subjects: readonly Subject[],
  spans: readonly LevelSpan[],
  { from, stepMs, count }: { from: number; stepMs: number; count: number },
): Promise<(ProbeTally | null)[]> {
  const tallies: (ProbeTallyMaker | null)[] = Array.from({ length: count }, () => null)
  const ids = idsOf(db, subjects)
  for (const step of stepsOf(kept(db, spans), ids)) {
    await turnOfOthers()
    for (const row of rowsOf(db, step.ids, step.span)) {
      const bucket = Math.floor((row.at - from) / stepMs)
      if (bucket >= 0 && bucket < count)
        tallies[bucket] = addRow(tallies[bucket] ?? new ProbeTallyMaker(), row)
    }
  }
  return tallies
}

/** Looked up, and counted together, without a break in between: a few ms. */
const ROWS_PER_STEP = 1_000

function* stepsOf(
  spans: readonly LevelSpan[],
  ids: readonly number[],
): Generator<{ readonly ids: readonly number[]; readonly span: LevelSpan }> {
  for (let first = 0; first < ids.length; first += ROWS_PER_STEP) {
    const some = ids.slice(first, first + ROWS_PER_STEP)
    for (const span of spans) {
      const stepMs = Math.max(1, Math.floor(ROWS_PER_STEP / some.length)) * LEVEL_MS[span.level]
      for (let { from } = span; from < span.to; from += stepMs)
        yield { ids: some, span: { ...span, from, to: Math.min(from + stepMs, span.to) } }
    }
  }
}

/** The part of spans of which there are buckets: clients ask for ten years of five minutes. */
const kept = (db: SqliteDatabase, spans: readonly LevelSpan[]): LevelSpan[] =>
  spans.flatMap((span) => {
    const oldest = db
      .select({ at: probeRollUps.at })
      .from(probeRollUps)
      .where(eq(probeRollUps.level, numberOf(span.level)))
      .orderBy(asc(probeRollUps.at))
      .limit(1)
      .get()
    const from = Math.max(span.from, oldest?.at ?? span.to)
    return from < span.to ? { ...span, from } : []
  })

/** Of those that there are. */
const idsOf = (db: Reads, subjects: readonly Subject[]): number[] =>
  db
    .all<{ id: number }>(sql`
      select found.id as id from json_each(${JSON.stringify(subjects)}) as asked
      cross join measured_subjects as found
        on found.kind = asked.value ->> 'kind' and found.key = asked.value ->> 'key'`)
    .map(({ id }) => id)

/**
 * Every bucket is looked up for every subject: rows of all others lie between them, which there may be a thousand times
 * as many of.
 */
const rowsOf = (db: Reads, ids: readonly number[], span: LevelSpan) =>
  db.all<{ at: number; outcomes: Buffer; latency: Buffer }>(sql`
    ${bucketTable(span)}
    select found.at as at, found.outcomes as outcomes, found.latency as latency
    from bucket
    cross join json_each(${JSON.stringify(ids)}) as subject
    cross join probe_rollups as found
      on found.level = ${numberOf(span.level)} and found.at = bucket.at and found.subject_id = subject.value`)

/** Those of the network. */
export function readAskedBuckets(db: SqliteDatabase, spans: readonly LevelSpan[]): Span[] {
  const [network] = idsOf(db, [{ kind: 'network', key: '' }])
  return network === undefined ? [] : kept(db, spans).flatMap((span) => bucketsOf(db, network, span))
}

export const readSweepsBefore = (
  db: SqliteDatabase,
  { from, stepMs, count, until }: { from: number; stepMs: number; count: number; until: number },
): SweepBefore[] =>
  db
    .all<Omit<SweepBefore, 'outcomes'> & { readonly outcomes: string | null }>(sql`
    with recursive bucket(number) as (select 1 union all select number + 1 from bucket where number < ${count})
    select sweep.ended_at as endedAt, sweep.cadence_ms as cadenceMs, sweep.outcomes as outcomes
    from bucket cross join snapshots as sweep on sweep.id = (
      select id from snapshots where ended_at < min(${from} + number * ${stepMs}, ${until} + 1)
      order by ended_at desc limit 1
    )`)
    // JSON of our own making.
    .map((sweep) => ({ ...sweep, outcomes: sweep.outcomes === null ? null : JSON.parse(sweep.outcomes) }))

const bucketsOf = (db: Reads, subjectId: number, { level, from, to }: LevelSpan): Span[] =>
  db
    .all<{ at: number }>(sql`
      ${bucketTable({ level, from, to })}
      select found.at as at from bucket cross join probe_rollups as found
      on found.level = ${numberOf(level)} and found.at = bucket.at and found.subject_id = ${subjectId}`)
    .map(({ at }) => ({ from: at, to: at + LEVEL_MS[level] }))

/** The starts of the buckets of a span. */
const bucketTable = ({ level, from, to }: LevelSpan): SQL => sql`
  with recursive bucket(at) as (
    select ${from} union all select at + ${LEVEL_MS[level]} from bucket where at + ${LEVEL_MS[level]} < ${to}
  )`

export function deleteRollUps(
  db: SqliteDatabase,
  { level, before, limit }: { level: Level; before: number; limit: number },
): number {
  return db.run(sql`
    delete from probe_rollups where (level, at, subject_id) in (
      select level, at, subject_id from probe_rollups
      where level = ${numberOf(level)} and at < ${before} order by at, subject_id limit ${limit}
    )`).changes
}

export function deleteSubjects(
  db: SqliteDatabase,
  { before, limit }: { before: number; limit: number },
): number {
  const old = db
    .select({ id: measuredSubjects.id })
    .from(measuredSubjects)
    .where(lt(measuredSubjects.lastAt, before))
    .limit(limit)
  return db.delete(measuredSubjects).where(inArray(measuredSubjects.id, old)).run().changes
}

/** What the column holds was written by this file alone, from this very type. */
const ownSubjectKind = (kind: string): Subject['kind'] => kind as Subject['kind']
