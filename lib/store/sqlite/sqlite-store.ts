import { createHash } from 'node:crypto'
import { and, desc, eq, lt, ne, sql } from 'drizzle-orm'
import { answers, nodes, outcomes, snapshots } from '@/drizzle/schema'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { OUTCOME_KINDS, type OutcomeKind } from '@/lib/domain/outcome'
import type { LastAnswer, NodeObservation, Snapshot, SourceReport } from '@/lib/snapshot/snapshot'
import type { Store } from '../store'
import { openDatabase, type SqliteDatabase } from './open-database'
import { fromStructuredJson, toStructuredJson } from './structured-json'

/** Opens the embedded store in `file`. Throws AppError `store-unusable`. */
export function openSqliteStore(file: string, options: { migrationsFolder: string }): Store {
  const db = openDatabase(file, options)
  return {
    writeSnapshot: async (snapshot) => writeSnapshot(db, snapshot),
    readLatestSnapshot: async () => readLatestSnapshot(db),
    deleteSnapshotsBefore: async (before) => deleteSnapshotsBefore(db, before),
    close: () => {
      db.$client.close()
    },
  }
}

type Transaction = Parameters<Parameters<SqliteDatabase['transaction']>[0]>[0]

function writeSnapshot(db: SqliteDatabase, snapshot: Omit<Snapshot, 'id'>): Snapshot {
  const { nodes: observations, sources, ...about } = snapshot
  return db.transaction(
    (tx) => {
      const { id } = tx
        .insert(snapshots)
        .values({ ...about, sources: JSON.stringify(sources) })
        .returning({ id: snapshots.id })
        .get()
      for (const observation of observations) {
        const { kind, detail, askedAt, failingSince, lastAnswer } = observation
        tx.insert(outcomes)
          .values({
            snapshotId: id,
            nodeId: idOfNode(tx, observation.uri),
            kind,
            detail,
            askedAt,
            failingSince,
            sources: JSON.stringify(observation.sources),
            answerId: lastAnswer && idOfAnswer(tx, lastAnswer.answer),
            answeredAt: lastAnswer?.answeredAt ?? null,
            latencyMs: lastAnswer?.latencyMs ?? null,
            isSimulated: lastAnswer?.isSimulated ?? null,
          })
          .run()
      }
      return { id, ...snapshot }
    },
    { behavior: 'immediate' },
  )
}

function readLatestSnapshot(db: SqliteDatabase): Snapshot | null {
  const latest = db.select().from(snapshots).orderBy(desc(snapshots.id)).limit(1).get()
  if (!latest) return null
  const rows = db
    .select({ uri: nodes.uri, outcome: outcomes, body: answers.body })
    .from(outcomes)
    .innerJoin(nodes, eq(nodes.id, outcomes.nodeId))
    .leftJoin(answers, eq(answers.id, outcomes.answerId))
    .where(eq(outcomes.snapshotId, latest.id))
    .orderBy(nodes.uri)
    .all()
  return {
    ...latest,
    sources: ownSources(JSON.parse(latest.sources)),
    nodes: rows.map(
      ({ uri, outcome, body }): NodeObservation => ({
        uri,
        sources: ownNames(JSON.parse(outcome.sources)),
        kind: ownKind(outcome.kind),
        detail: outcome.detail,
        askedAt: outcome.askedAt,
        lastAnswer: lastAnswer(outcome, body),
        failingSince: outcome.failingSince,
      }),
    ),
  }
}

function lastAnswer(
  {
    answeredAt,
    latencyMs,
    isSimulated,
  }: Pick<typeof outcomes.$inferSelect, 'answeredAt' | 'latencyMs' | 'isSimulated'>,
  body: string | null,
): LastAnswer | null {
  if (body === null || answeredAt === null || latencyMs === null || isSimulated === null) return null
  return { answer: ownAnswer(fromStructuredJson(body)), answeredAt, latencyMs, isSimulated }
}

function deleteSnapshotsBefore(db: SqliteDatabase, before: number): number {
  return db.transaction((tx) => {
    const latest = tx.select({ id: snapshots.id }).from(snapshots).orderBy(desc(snapshots.id)).limit(1).get()
    if (!latest) return 0
    const { changes } = tx
      .delete(snapshots)
      .where(and(lt(snapshots.endedAt, before), ne(snapshots.id, latest.id)))
      .run()
    if (changes > 0)
      tx.run(
        sql`delete from ${answers} where not exists (select 1 from ${outcomes} where ${outcomes.answerId} = ${answers.id})`,
      )
    return changes
  })
}

function idOfNode(tx: Transaction, uri: string): number {
  const known = tx.select({ id: nodes.id }).from(nodes).where(eq(nodes.uri, uri)).get()
  return (known ?? tx.insert(nodes).values({ uri }).returning({ id: nodes.id }).get()).id
}

function idOfAnswer(tx: Transaction, answer: OrchestratorAnswer): number {
  const body = toStructuredJson(answer)
  const digest = createHash('sha256').update(body).digest()
  const known = tx.select({ id: answers.id }).from(answers).where(eq(answers.digest, digest)).get()
  return (known ?? tx.insert(answers).values({ digest, body }).returning({ id: answers.id }).get()).id
}

// What these columns hold was written by this file alone, from the very types they are read back as.
const ownAnswer = (value: unknown): OrchestratorAnswer => value as OrchestratorAnswer
const ownSources = (value: unknown): SourceReport[] => value as SourceReport[]
const ownNames = (value: unknown): string[] => value as string[]

/** A kind that an older version wrote and this one no longer knows is still shown, as an error. */
const ownKind = (kind: string): OutcomeKind => OUTCOME_KINDS.find((known) => known === kind) ?? 'error'
