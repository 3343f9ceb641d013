import { and, asc, eq, gte, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { measuredSubjects, probeRollUps, rollUpProgress } from '@/drizzle/schema'
import type { LevelSpan, RollUpProgress } from '@/lib/history/cover-span'
import { LEVEL_MS, LEVELS, type Level, type Span } from '@/lib/history/history-window'
import { type ProbeTally, ProbeTallyMaker } from '@/lib/history/probe-tally'
import type { BucketWrite, RollUpPage, RollUpPlace, Subject, SubjectTally } from '../probe-roll-ups'
import { LeaseLost } from '../store'
import { holdsLease } from './conductor-rows'
import type { SqliteDatabase } from './open-database'
import { decodeOutcomeCounts, encodeOutcomeCounts } from './outcome-counts'

type Transaction = Parameters<Parameters<SqliteDatabase['transaction']>[0]>[0]

const numberOf = (level: Level): number => LEVELS.indexOf(level)

export function readRollUpProgress(db: SqliteDatabase): RollUpProgress {
  const rows = db.select().from(rollUpProgress).all()
  const of = (level: Level) => rows.find((row) => row.level === numberOf(level))?.doneUntil ?? null
  return { '5m': of('5m'), '1h': of('1h'), '1d': of('1d') }
}

export function writeRollUps(
  db: SqliteDatabase,
  rows: readonly SubjectTally[],
  { level: name, at, isFirst, isLast, holder }: BucketWrite,
): void {
  const level = numberOf(name)
  db.transaction(
    (tx) => {
      if (holder !== undefined && !holdsLease(tx, holder))
        throw new LeaseLost('another process conducts the sweeps')
      if (isFirst)
        tx.delete(probeRollUps)
          .where(and(eq(probeRollUps.level, level), eq(probeRollUps.at, at)))
          .run()
      for (const { subject, tally } of rows)
        tx.insert(probeRollUps)
          .values({
            level,
            at,
            subjectId: idOfSubject(tx, subject, at),
            outcomes: encodeOutcomeCounts(tally.outcomes),
            latency: Buffer.from(tally.latency.toBytes()),
          })
          .run()
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

const idOfSubject = (tx: Transaction, { kind, key }: Subject, at: number): number =>
  tx
    .insert(measuredSubjects)
    .values({ kind, key, lastAt: at })
    .onConflictDoUpdate({
      target: [measuredSubjects.kind, measuredSubjects.key],
      set: { lastAt: sql`max(${measuredSubjects.lastAt}, excluded.last_at)` },
    })
    .returning({ id: measuredSubjects.id })
    .get().id

export function readRollUps(
  db: SqliteDatabase,
  { level, from, to }: LevelSpan,
  { after, limit }: { after: RollUpPlace | null; limit: number },
): RollUpPage {
  const rows = db
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
        eq(probeRollUps.level, numberOf(level)),
        gte(probeRollUps.at, from),
        lt(probeRollUps.at, to),
        after === null
          ? undefined
          : sql`(${probeRollUps.at}, ${probeRollUps.subjectId}) > (${after.at}, ${after.subjectId})`,
      ),
    )
    .orderBy(asc(probeRollUps.at), asc(probeRollUps.subjectId))
    .limit(limit)
    .all()
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

const addRow = (
  tally: ProbeTallyMaker,
  { outcomes, latency }: { outcomes: Uint8Array; latency: Uint8Array },
): ProbeTallyMaker => {
  for (const [kind, count] of decodeOutcomeCounts(outcomes)) tally.addOutcomes(kind, count)
  tally.latency.mergeBytes(latency)
  return tally
}

/** One look: no row is read of a bucket that is being forgotten meanwhile. */
export function readTallies(
  db: SqliteDatabase,
  subjects: readonly Subject[],
  spans: readonly LevelSpan[],
  { from, stepMs, count }: { from: number; stepMs: number; count: number },
): (ProbeTally | null)[] {
  const tallies: (ProbeTallyMaker | null)[] = Array.from({ length: count }, () => null)
  db.transaction((tx) => {
    const ids = subjects.flatMap((subject) => findSubject(tx, subject) ?? [])
    for (const span of ids.length === 0 ? [] : spans)
      for (const row of rowsOf(tx, ids, span)) {
        const bucket = Math.floor((row.at - from) / stepMs)
        if (bucket >= 0 && bucket < count)
          tallies[bucket] = addRow(tallies[bucket] ?? new ProbeTallyMaker(), row)
      }
  })
  return tallies
}

const findSubject = (tx: Transaction, { kind, key }: Subject): number | null =>
  tx
    .select({ id: measuredSubjects.id })
    .from(measuredSubjects)
    .where(and(eq(measuredSubjects.kind, kind), eq(measuredSubjects.key, key)))
    .get()?.id ?? null

/**
 * Every bucket is looked up for every subject: rows of all others lie between them, which there may be a thousand times
 * as many of.
 */
const rowsOf = (tx: Transaction, ids: readonly number[], span: LevelSpan) =>
  tx.all<{ at: number; outcomes: Buffer; latency: Buffer }>(sql`
    ${bucketTable(span)}
    select found.at as at, found.outcomes as outcomes, found.latency as latency
    from bucket
    cross join json_each(${JSON.stringify(ids)}) as subject
    cross join probe_rollups as found
      on found.level = ${numberOf(span.level)} and found.at = bucket.at and found.subject_id = subject.value`)

/** Those of the network. */
export function readAskedBuckets(db: SqliteDatabase, spans: readonly LevelSpan[]): Span[] {
  return db.transaction((tx) => {
    const network = findSubject(tx, { kind: 'network', key: '' })
    return network === null ? [] : spans.flatMap((span) => bucketsOf(tx, network, span))
  })
}

export const readSweepsBefore = (
  db: SqliteDatabase,
  { from, stepMs, count }: { from: number; stepMs: number; count: number },
): { endedAt: number; cadenceMs: number }[] =>
  db.all(sql`
    with recursive bucket(number) as (select 1 union all select number + 1 from bucket where number < ${count})
    select sweep.ended_at as endedAt, sweep.cadence_ms as cadenceMs
    from bucket cross join snapshots as sweep on sweep.id = (
      select id from snapshots where ended_at < ${from} + number * ${stepMs} order by ended_at desc limit 1
    )`)

const bucketsOf = (tx: Transaction, subjectId: number, { level, from, to }: LevelSpan): Span[] =>
  tx
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
