import { desc, eq, isNull, lte, sql } from 'drizzle-orm'
import { answers, nodes, nodeVersions, runnerLists, snapshots } from '@/drizzle/schema'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import type { NodeHealth } from '@/lib/domain/health'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { isAnswered, OUTCOME_KINDS, type OutcomeKind, UNANSWERED_KINDS } from '@/lib/domain/outcome'
import type { Region } from '@/lib/domain/region'
import type { RunnerListing } from '@/lib/domain/runner-listing'
import { noteBase } from '@/lib/domain/says-the-same'
import { countNodes } from '@/lib/snapshot/count-nodes'
import type { FoldedSnapshot, LastAnswer, NamedBy, NodeObservation, Snapshot } from '@/lib/snapshot/snapshot'
import { snapshotNumber } from '@/lib/snapshot/snapshot-number'
import type { Probe } from '../probe-roll-ups'
import type { PastSnapshot, SnapshotPlace } from '../store'
import { type Body, BodyRows, differencesOf, withDifferences } from './body-rows'
import { lastChangeOf, lastSweepBy } from './change-rows'
import type { Reads, SqliteDatabase, Transaction } from './open-database'
import { ANSWER_NUMBERS, RUNNER_NUMBERS, type RunnerList } from './passing-numbers'
import { decodeProbes, encodeProbes, type ProbeRow } from './probe-table'
import { fromStructuredJson, toStructuredJson } from './structured-json'
import { countOutcomes } from './sweep-rows'

/** The part of a node that stands in its versions, besides what it said. */
interface VersionBody {
  readonly cadenceMs: number
  readonly kind: OutcomeKind
  readonly detail: string | null
  readonly failingSince: number | null
  readonly health: Pick<NodeHealth, 'state' | 'since'>
  /** A source that named it in the sweep itself has no `lastAt`. */
  readonly sources: readonly (Omit<NamedBy, 'lastAt'> & { readonly lastAt: number | null })[]
  readonly region: Region | null
  readonly answer: Pick<LastAnswer, 'isSimulated' | 'address'> | null
  readonly runners: Pick<RunnerListing, 'kind' | 'detail'> | null
}

/** A node's version that still stands, as the next snapshot is written from. */
interface Standing {
  readonly nodeId: number
  readonly versionId: number
  readonly body: string
  readonly answer: Body<OrchestratorAnswer> | null
  readonly runners: Body<RunnerList> | null
}

/** Parsed versions kept ready; they are small, and mostly the same ones are asked for. */
const MAX_READY_VERSIONS = 20_000

/**
 * Snapshots in their tables: versions of nodes, what those said, and the measurements of each sweep. What does not change
 * costs a snapshot some ten bytes a node.
 */
export class SnapshotTables {
  readonly #answers: BodyRows<OrchestratorAnswer>
  readonly #runnerLists: BodyRows<RunnerList>
  readonly #versions = new Map<number, Version>()
  /** By URI, of the snapshot of that number. */
  #latest: { readonly id: number; readonly standing: ReadonlyMap<string, Standing> } | null = null

  constructor(private readonly db: SqliteDatabase) {
    this.#answers = new BodyRows(db, answers, ANSWER_NUMBERS, ownAnswer)
    this.#runnerLists = new BodyRows(db, runnerLists, RUNNER_NUMBERS, ownRunnerList)
  }

  /** Writes one in a transaction. When that is rolled back, for whatever reason, `forget` must be called. */
  write(
    tx: Transaction,
    snapshot: FoldedSnapshot,
    { number, ethUsd }: { number: number | null; ethUsd: EthUsdQuote | null },
  ): number {
    const { nodes: observations, sources, startedAt, endedAt, cadenceMs, vantage } = snapshot
    const latest = latestId(tx)
    const before = this.#standingOf(tx, latest)
    const { id } = tx
      .insert(snapshots)
      .values({
        id: Math.max(number ?? snapshotNumber(latest, endedAt), (latest ?? 0) + 1),
        startedAt,
        endedAt,
        cadenceMs,
        vantage,
        sources: JSON.stringify(sources),
        outcomes: JSON.stringify(countOutcomes(observations)),
        asked: countNodes(snapshot).asked,
        ethUsd: ethUsd && toStructuredJson(ethUsd),
        probes: Buffer.alloc(0),
      })
      .returning({ id: snapshots.id })
      .get()
    const standing = new Map<string, Standing>()
    const rows: ProbeRow[] = []
    for (const node of observations) {
      if (standing.has(node.uri)) throw new Error(`a snapshot holds ${node.uri} twice`)
      const version = this.#writeVersion(tx, node, {
        snapshotId: id,
        startedAt,
        before: before.get(node.uri) ?? null,
      })
      standing.set(node.uri, version)
      rows.push(probeOf(node, version))
    }
    for (const [uri, { versionId }] of before) if (!standing.has(uri)) endVersion(tx, versionId, id)
    tx.update(snapshots)
      .set({ probes: encodeProbes(rows, startedAt) })
      .where(eq(snapshots.id, id))
      .run()
    this.#latest = { id, standing }
    return id
  }

  /** After a transaction that was rolled back: what it seemed to have written is not there. */
  forget(): void {
    this.#latest = null
    this.#versions.clear()
    this.#answers.forget()
    this.#runnerLists.forget()
  }

  readLatest(db: Reads): Snapshot | null {
    const row = db.select().from(snapshots).orderBy(desc(snapshots.id)).limit(1).get()
    return row ? this.#read(db, row).snapshot : null
  }

  /** The last kept one that had ended by `at` (ms). */
  readAt(db: Reads, at: number): PastSnapshot | null {
    const place = snapshotPlaceAt(db, at)
    const row = place && db.select().from(snapshots).where(eq(snapshots.id, place.snapshotId)).get()
    return row ? { ...this.#read(db, row), asOf: place.asOf } : null
  }

  /** Of each node of a snapshot what it was last asked, and how that ended. */
  readProbes(db: Reads, id: number): Probe[] {
    const row = db
      .select({ startedAt: snapshots.startedAt, probes: snapshots.probes })
      .from(snapshots)
      .where(eq(snapshots.id, id))
      .get()
    if (!row) return []
    const probes = decodeProbes(row.probes, row.startedAt)
    const versions = this.#readVersions(probes.map(({ versionId }) => versionId))
    return probes.flatMap(({ versionId, askedAt, answer }): Probe[] => {
      const version = versions.get(versionId)
      if (!version) return []
      const kind = ownKind(version.body.kind)
      const latencyMs = isAnswered(kind) && answer ? answer.latencyMs : null
      return [{ nodeUri: version.uri, askedAt, kind, latencyMs }]
    })
  }

  #read(db: Reads, row: typeof snapshots.$inferSelect): Omit<PastSnapshot, 'asOf'> {
    const { id, startedAt, endedAt, cadenceMs, vantage } = row
    const probes = decodeProbes(row.probes, startedAt)
    const versions = this.#readVersions(probes.map(({ versionId }) => versionId))
    const rows = [...versions.values()].map((version) => version.row)
    this.#answers.makeReady(rows.flatMap(({ answerId }) => answerId ?? []))
    this.#runnerLists.makeReady(rows.flatMap(({ runnerListId }) => runnerListId ?? []))
    const observations = probes
      .flatMap((probe) => {
        const version = versions.get(probe.versionId)
        return version ? this.#observation(probe, version, startedAt) : []
      })
      .sort((a, b) => (a.uri < b.uri ? -1 : 1))
    return {
      snapshot: {
        id,
        lastChangeId: lastChangeOf(db, { id, endedAt }),
        startedAt,
        endedAt,
        cadenceMs,
        vantage,
        sources: JSON.parse(row.sources),
        nodes: observations,
      },
      ethUsd: row.ethUsd === null ? null : ownQuote(fromStructuredJson(row.ethUsd)),
    }
  }

  #observation(probe: ProbeRow, { uri, row, body }: Version, startedAt: number): NodeObservation {
    const answer = row.answerId === null ? null : this.#answers.read(row.answerId)
    const list = row.runnerListId === null ? null : this.#runnerLists.read(row.runnerListId)
    return {
      uri,
      sources: body.sources.map(({ lastAt, ...named }) => ({ ...named, lastAt: lastAt ?? startedAt })),
      cadenceMs: body.cadenceMs,
      kind: ownKind(body.kind),
      detail: body.detail,
      askedAt: probe.askedAt,
      failingSince: body.failingSince,
      health: { ...body.health, ...probe.health },
      lastAnswer: lastAnswerOf(probe, body, answer),
      runners: runnersOf(probe, body, list),
      region: body.region,
    }
  }

  #writeVersion(
    tx: Transaction,
    node: NodeObservation,
    { snapshotId, startedAt, before }: { snapshotId: number; startedAt: number; before: Standing | null },
  ): Standing {
    const nodeId = before?.nodeId ?? idOfNode(tx, node.uri)
    const { lastAnswer, runners: listing } = node
    const answer =
      lastAnswer && this.#answers.write(tx, lastAnswer.answer, { nodeId, before: before?.answer ?? null })
    const list = listing?.readAt == null ? null : { listings: listing.listings, refused: listing.refused }
    const runners = list && this.#runnerLists.write(tx, list, { nodeId, before: before?.runners ?? null })
    const body = JSON.stringify(versionBody(node, startedAt))
    const isSame =
      before?.body === body && before.answer?.id === answer?.id && before.runners?.id === runners?.id
    if (isSame) return { ...before, answer, runners }
    if (before) endVersion(tx, before.versionId, snapshotId)
    const { id: versionId } = tx
      .insert(nodeVersions)
      .values({
        nodeId,
        fromSnapshot: snapshotId,
        answerId: answer?.id ?? null,
        runnerListId: runners?.id ?? null,
        body,
      })
      .returning({ id: nodeVersions.id })
      .get()
    return { nodeId, versionId, body, answer, runners }
  }

  /** What stands after the latest snapshot; another process may have written that. */
  #standingOf(tx: Transaction, latest: number | null): ReadonlyMap<string, Standing> {
    if (latest === null) return new Map()
    if (this.#latest?.id === latest) return this.#latest.standing
    const rows = tx
      .select({ version: nodeVersions, uri: nodes.uri })
      .from(nodeVersions)
      .innerJoin(nodes, eq(nodes.id, nodeVersions.nodeId))
      .where(isNull(nodeVersions.toSnapshot))
      .all()
    this.#answers.makeReady(rows.flatMap(({ version }) => version.answerId ?? []))
    this.#runnerLists.makeReady(rows.flatMap(({ version }) => version.runnerListId ?? []))
    return new Map(
      rows.map(({ version: { id, nodeId, answerId, runnerListId, body }, uri }) => [
        uri,
        {
          nodeId,
          versionId: id,
          body,
          answer: answerId === null ? null : this.#answers.read(answerId),
          runners: runnerListId === null ? null : this.#runnerLists.read(runnerListId),
        },
      ]),
    )
  }

  /** The versions of these numbers that there are. */
  #readVersions(ids: readonly number[]): ReadonlyMap<number, Version> {
    const found = new Map<number, Version>()
    const missing: number[] = []
    for (const id of ids) {
      const ready = this.#versions.get(id)
      if (ready) found.set(id, ready)
      else missing.push(id)
    }
    if (this.#versions.size + missing.length > MAX_READY_VERSIONS) this.#versions.clear()
    for (const { id, uri, body, ...row } of versionRows(this.db, missing)) {
      const version = { uri, row, body: ownBody(JSON.parse(body)) }
      this.#versions.set(id, version)
      found.set(id, version)
    }
    return found
  }
}

interface Version {
  readonly uri: string
  readonly row: Pick<typeof nodeVersions.$inferSelect, 'answerId' | 'runnerListId'>
  readonly body: VersionBody
}

/** All at once: one by one takes ten times as long. */
const versionRows = (db: SqliteDatabase, ids: readonly number[]) =>
  db
    .select({
      id: nodeVersions.id,
      uri: nodes.uri,
      answerId: nodeVersions.answerId,
      runnerListId: nodeVersions.runnerListId,
      body: nodeVersions.body,
    })
    .from(nodeVersions)
    .innerJoin(nodes, eq(nodes.id, nodeVersions.nodeId))
    .where(sql`${nodeVersions.id} in (select value from json_each(${JSON.stringify(ids)}))`)
    .all()

export const latestId = (db: Reads): number | null =>
  db.select({ id: snapshots.id }).from(snapshots).orderBy(desc(snapshots.id)).limit(1).get()?.id ?? null

export function snapshotPlaceAt(db: Reads, at: number): SnapshotPlace | null {
  const kept = db
    .select({ id: snapshots.id, endedAt: snapshots.endedAt })
    .from(snapshots)
    .where(lte(snapshots.endedAt, at))
    .orderBy(desc(snapshots.endedAt), desc(snapshots.id))
    .limit(1)
    .get()
  if (!kept) return null
  const sweptAt = lastSweepBy(db, at) ?? kept.endedAt
  return { snapshotId: kept.id, asOf: at - Math.max(0, sweptAt - kept.endedAt) }
}

export function idOfNode(tx: Transaction, uri: string): number {
  const known = tx.select({ id: nodes.id }).from(nodes).where(eq(nodes.uri, uri)).get()
  return (known ?? tx.insert(nodes).values({ uri }).returning({ id: nodes.id }).get()).id
}

const endVersion = (tx: Transaction, id: number, snapshotId: number): void => {
  tx.update(nodeVersions).set({ toSnapshot: snapshotId }).where(eq(nodeVersions.id, id)).run()
}

function versionBody(node: NodeObservation, startedAt: number): VersionBody {
  const { lastAnswer, runners, health } = node
  return {
    cadenceMs: node.cadenceMs,
    kind: node.kind,
    detail: node.detail,
    failingSince: node.failingSince,
    health: { state: health.state, since: health.since },
    sources: node.sources.map((named) => ({
      ...named,
      lastAt: named.lastAt === startedAt ? null : named.lastAt,
    })),
    region: node.region,
    answer: lastAnswer && { isSimulated: lastAnswer.isSimulated, address: lastAnswer.address },
    runners: runners && { kind: runners.kind, detail: runners.detail },
  }
}

function probeOf(node: NodeObservation, { versionId, answer, runners }: Standing): ProbeRow {
  const { askedAt, health, lastAnswer, runners: listing } = node
  return {
    versionId,
    askedAt,
    health: { recent: health.recent, failuresInARow: health.failuresInARow },
    answer: lastAnswer && {
      answeredAt: lastAnswer.answeredAt,
      latencyMs: lastAnswer.latencyMs,
      roundTrip: lastAnswer.roundTrip,
      differences: answer ? differencesOf(answer, lastAnswer.answer, ANSWER_NUMBERS) : [],
    },
    runners: listing && {
      askedAt: listing.askedAt,
      readAt: listing.readAt,
      differences: runners ? differencesOf(runners, listing, RUNNER_NUMBERS) : [],
    },
  }
}

/** Null also for an answer that was forgotten. */
function lastAnswerOf(
  { answer: measured }: ProbeRow,
  { answer: about }: VersionBody,
  body: Body<OrchestratorAnswer> | null,
): LastAnswer | null {
  if (measured === null || about === null || body === null) return null
  const { answeredAt, latencyMs, roundTrip, differences } = measured
  const answer = noteBase(withDifferences(body, differences, ANSWER_NUMBERS), body.base)
  return { answer, answeredAt, latencyMs, roundTrip, ...about }
}

function runnersOf(
  { runners: measured }: ProbeRow,
  { runners: about }: VersionBody,
  body: Body<RunnerList> | null,
): RunnerListing | null {
  if (measured === null || about === null) return null
  const { askedAt, differences } = measured
  const list = body && withDifferences(body, differences, RUNNER_NUMBERS)
  return {
    kind: ownRunnersKind(about.kind),
    detail: about.detail,
    askedAt,
    readAt: list ? measured.readAt : null,
    listings: list?.listings ?? [],
    refused: list?.refused ?? [],
  }
}

// What these columns hold was written by this file alone, from the very types they are read back as.
function ownAnswer(value: unknown): OrchestratorAnswer {
  return value as OrchestratorAnswer
}
function ownRunnerList(value: unknown): RunnerList {
  return value as RunnerList
}
const ownBody = (value: unknown): VersionBody => value as VersionBody
const ownQuote = (value: unknown): EthUsdQuote => value as EthUsdQuote

/** A kind that an older version wrote and this one no longer knows is still shown, as an error. */
const ownKind = (kind: string): OutcomeKind => OUTCOME_KINDS.find((known) => known === kind) ?? 'error'

const ownRunnersKind = (kind: string): RunnerListing['kind'] =>
  kind === 'listed' || kind === 'none' ? kind : (UNANSWERED_KINDS.find((known) => known === kind) ?? 'error')
