import { and, desc, eq, lt, ne, sql } from 'drizzle-orm'
import { answers, nodes, outcomes, runnerLists, snapshots } from '@/drizzle/schema'
import type { Change } from '@/lib/domain/change'
import type { NodeHealth } from '@/lib/domain/health'
import { isAnswered, OUTCOME_KINDS, type OutcomeKind, UNANSWERED_KINDS } from '@/lib/domain/outcome'
import type { RunnerListing } from '@/lib/domain/runner-listing'
import type {
  FoldedSnapshot,
  LastAnswer,
  NamedBy,
  NodeObservation,
  Snapshot,
  SourceReport,
} from '@/lib/snapshot/snapshot'
import { LeaseLost, type Store, type WriteOptions } from '../store'
import { deleteChanges, insertChanges, lastChangeOf, readChangesAfter } from './change-rows'
import {
  dropLease,
  holdsLease,
  readReport,
  readSweepRequest,
  requestSweep,
  takeLease,
  writeReport,
} from './conductor-rows'
import { digested } from './digested'
import { openDatabase, type SqliteDatabase } from './open-database'
import { deletePolicy, readPolicies, readPolicyRevision, writePolicy } from './policy-rows'
import { readSourceReadings, readSourceRevision, writeSourceReadings } from './source-reading-rows'
import { fromStructuredJson } from './structured-json'
import { countOutcomes, readSweeps } from './sweep-rows'

/** Opens the embedded store in `file`. Throws AppError `store-unusable`. */
export function openSqliteStore(file: string, options: { migrationsFolder: string }): Store {
  const db = openDatabase(file, options)
  return {
    writeSnapshot: async (snapshot, options = {}) => writeSnapshot(db, snapshot, options),
    // One look: another process may be writing the next one.
    readLatestSnapshot: async () => db.transaction((tx) => readLatestSnapshot(tx)),
    readLatestSnapshotId: async () => latestId(db),
    readSweeps: async (page) => readSweeps(db, page),
    deleteSnapshotsBefore: async (before) => deleteSnapshotsBefore(db, before),
    readChangesAfter: async (id, options) => readChangesAfter(db, id, options),
    deleteChanges: async (limits) => deleteChanges(db, limits),
    writeSourceReadings: async (readings) => writeSourceReadings(db, readings),
    readSourceReadings: async () => readSourceReadings(db),
    readSourceRevision: async () => readSourceRevision(db),
    readPolicies: async () => readPolicies(db),
    readPolicyRevision: async () => readPolicyRevision(db),
    writePolicy: async (policy, limits) => writePolicy(db, policy, limits),
    deletePolicy: async (name, isMet) => deletePolicy(db, name, isMet),
    takeLease: async (holder, times) => takeLease(db, holder, times),
    dropLease: async (holder) => dropLease(db, holder),
    readReport: async () => readReport(db),
    writeReport: async (holder, report) => writeReport(db, holder, report),
    requestSweep: async (at) => requestSweep(db, at),
    readSweepRequest: async () => readSweepRequest(db),
    close: () => {
      db.$client.close()
    },
  }
}

type Transaction = Parameters<Parameters<SqliteDatabase['transaction']>[0]>[0]

function writeSnapshot(
  db: SqliteDatabase,
  snapshot: FoldedSnapshot,
  { holder, since }: WriteOptions,
): Snapshot {
  const { nodes: observations, sources, ...about } = snapshot
  return db.transaction(
    (tx) => {
      if (holder !== undefined && !holdsLease(tx, holder))
        throw new LeaseLost('another process conducts the sweeps')
      if (since && since.snapshotId !== latestId(tx))
        throw new LeaseLost('another process has swept meanwhile')
      const { id } = tx
        .insert(snapshots)
        .values({
          ...about,
          sources: JSON.stringify(sources),
          outcomes: JSON.stringify(countOutcomes(observations)),
        })
        .returning({ id: snapshots.id })
        .get()
      for (const observation of observations) {
        const { kind, detail, askedAt, cadenceMs, failingSince, lastAnswer } = observation
        tx.insert(outcomes)
          .values({
            snapshotId: id,
            nodeId: idOfNode(tx, observation.uri),
            kind,
            detail,
            askedAt,
            cadenceMs,
            failingSince,
            health: JSON.stringify(observation.health),
            sources: JSON.stringify(observation.sources),
            answerId: lastAnswer && idOfBody(tx, answers, lastAnswer.answer),
            answeredAt: lastAnswer?.answeredAt ?? null,
            latencyMs: lastAnswer?.latencyMs ?? null,
            dnsMs: lastAnswer?.roundTrip.dnsMs ?? null,
            connectMs: lastAnswer?.roundTrip.connectMs ?? null,
            tlsMs: lastAnswer?.roundTrip.tlsMs ?? null,
            answerMs: lastAnswer?.roundTrip.answerMs ?? null,
            isSimulated: lastAnswer?.isSimulated ?? null,
            address: lastAnswer?.address ?? null,
            ...runnerColumns(tx, observation.runners),
          })
          .run()
      }
      const list = [...(since?.changes ?? []), snapshotChange(snapshot)]
      const { endedAt } = snapshot
      const lastChangeId = insertChanges(tx, { id, endedAt }, list, (uri) => idOfNode(tx, uri))
      return { id, lastChangeId, ...snapshot }
    },
    { behavior: 'immediate' },
  )
}

const snapshotChange = ({ startedAt, endedAt, nodes: observations }: FoldedSnapshot): Change => ({
  kind: 'snapshot',
  observedAt: endedAt,
  startedAt,
  nodesAsked: observations.length,
  nodesAnswered: observations.filter(({ kind }) => isAnswered(kind)).length,
})

function readLatestSnapshot(db: Pick<SqliteDatabase, 'select'>): Snapshot | null {
  const latest = db.select().from(snapshots).orderBy(desc(snapshots.id)).limit(1).get()
  if (!latest) return null
  const rows = db
    .select({ uri: nodes.uri, outcome: outcomes, body: answers.body, runnerList: runnerLists.body })
    .from(outcomes)
    .innerJoin(nodes, eq(nodes.id, outcomes.nodeId))
    .leftJoin(answers, eq(answers.id, outcomes.answerId))
    .leftJoin(runnerLists, eq(runnerLists.id, outcomes.runnerListId))
    .where(eq(outcomes.snapshotId, latest.id))
    .orderBy(nodes.uri)
    .all()
  const { outcomes: _, ...about } = latest
  return {
    ...about,
    lastChangeId: lastChangeOf(db, latest.id),
    sources: ownSources(JSON.parse(latest.sources)),
    nodes: rows.map(
      ({ uri, outcome, body, runnerList }): NodeObservation => ({
        uri,
        sources: ownNamedBy(JSON.parse(outcome.sources)),
        cadenceMs: outcome.cadenceMs,
        kind: ownKind(outcome.kind),
        detail: outcome.detail,
        askedAt: outcome.askedAt,
        lastAnswer: lastAnswer(outcome, body),
        failingSince: outcome.failingSince,
        health: ownHealth(JSON.parse(outcome.health)),
        runners: runnerListing(outcome, runnerList),
        region: null,
      }),
    ),
  }
}

function lastAnswer(outcome: typeof outcomes.$inferSelect, body: string | null): LastAnswer | null {
  const { answeredAt, latencyMs, dnsMs, connectMs, tlsMs, answerMs, isSimulated, address } = outcome
  if (body === null || answeredAt === null || latencyMs === null || isSimulated === null) return null
  if (dnsMs === null || connectMs === null || answerMs === null) return null
  const roundTrip = { dnsMs, connectMs, tlsMs, answerMs }
  return {
    answer: ownAnswer(fromStructuredJson(body)),
    answeredAt,
    latencyMs,
    roundTrip,
    isSimulated,
    address,
  }
}

type RunnerColumns = Pick<
  typeof outcomes.$inferSelect,
  'runnersKind' | 'runnersDetail' | 'runnersAskedAt' | 'runnersReadAt' | 'runnerListId'
>

function runnerColumns(tx: Transaction, runners: RunnerListing | null): RunnerColumns {
  const list = runners?.readAt == null ? null : { listings: runners.listings, refused: runners.refused }
  return {
    runnersKind: runners?.kind ?? null,
    runnersDetail: runners?.detail ?? null,
    runnersAskedAt: runners?.askedAt ?? null,
    runnersReadAt: runners?.readAt ?? null,
    runnerListId: list && idOfBody(tx, runnerLists, list),
  }
}

function runnerListing(columns: RunnerColumns, body: string | null): RunnerListing | null {
  const { runnersKind, runnersDetail: detail, runnersAskedAt: askedAt, runnersReadAt } = columns
  if (runnersKind === null || askedAt === null) return null
  const list = body === null ? { listings: [], refused: [] } : ownRunnerList(fromStructuredJson(body))
  const readAt = body === null ? null : runnersReadAt
  return { kind: ownRunnersKind(runnersKind), detail, askedAt, readAt, ...list }
}

const latestId = (db: Pick<SqliteDatabase, 'select'>): number | null =>
  db.select({ id: snapshots.id }).from(snapshots).orderBy(desc(snapshots.id)).limit(1).get()?.id ?? null

function deleteSnapshotsBefore(db: SqliteDatabase, before: number): number {
  return db.transaction((tx) => {
    const latest = latestId(tx)
    if (latest === null) return 0
    const { changes } = tx
      .delete(snapshots)
      .where(and(lt(snapshots.endedAt, before), ne(snapshots.id, latest)))
      .run()
    if (changes > 0) {
      tx.run(
        sql`delete from ${answers} where not exists (select 1 from ${outcomes} where ${outcomes.answerId} = ${answers.id})`,
      )
      tx.run(
        sql`delete from ${runnerLists} where not exists (select 1 from ${outcomes} where ${outcomes.runnerListId} = ${runnerLists.id})`,
      )
    }
    return changes
  })
}

function idOfNode(tx: Transaction, uri: string): number {
  const known = tx.select({ id: nodes.id }).from(nodes).where(eq(nodes.uri, uri)).get()
  return (known ?? tx.insert(nodes).values({ uri }).returning({ id: nodes.id }).get()).id
}

/** The row of a table of distinct bodies that holds this value. */
function idOfBody(tx: Transaction, table: typeof answers | typeof runnerLists, value: unknown): number {
  const { body, digest } = digested(value)
  const known = tx.select({ id: table.id }).from(table).where(eq(table.digest, digest)).get()
  return (known ?? tx.insert(table).values({ digest, body }).returning({ id: table.id }).get()).id
}

// What these columns hold was written by this file alone, from the very types they are read back as.
const ownAnswer = (value: unknown): LastAnswer['answer'] => value as LastAnswer['answer']
/** Rows of an older version lack what that one did not know. */
const ownSources = (value: unknown): SourceReport[] =>
  (value as SourceReport[]).map((report) => ({
    ...{
      kind: 'list' as const,
      duplicates: 0,
      invalid: 0,
      cadenceMs: 60_000,
      failingSince: null,
      lastFailure: null,
    },
    ...report,
  }))
const ownNamedBy = (value: unknown): NamedBy[] =>
  (value as NamedBy[]).map((known) => ({ ...{ times: 1, orchestrators: [], score: null }, ...known }))
const ownRunnerList = (value: unknown): Pick<RunnerListing, 'listings' | 'refused'> =>
  value as Pick<RunnerListing, 'listings' | 'refused'>
const ownHealth = (value: unknown): NodeHealth => value as NodeHealth

/** A kind that an older version wrote and this one no longer knows is still shown, as an error. */
const ownKind = (kind: string): OutcomeKind => OUTCOME_KINDS.find((known) => known === kind) ?? 'error'

const ownRunnersKind = (kind: string): RunnerListing['kind'] =>
  kind === 'listed' || kind === 'none' ? kind : (UNANSWERED_KINDS.find((known) => known === kind) ?? 'error')
