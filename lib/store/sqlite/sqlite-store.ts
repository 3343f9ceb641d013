import type { Change } from '@/lib/domain/change'
import { countNodes } from '@/lib/snapshot/count-nodes'
import type { FoldedSnapshot, Snapshot } from '@/lib/snapshot/snapshot'
import { LeaseLost, type Store, type WriteOptions } from '../store'
import {
  readBreakerRevision,
  readBreakers,
  readToldSuspensions,
  writeBreakers,
  writeToldSuspensions,
} from './breaker-rows'
import { deleteChanges, firstChangeTime, insertChanges, readChangesAfter } from './change-rows'
import {
  dropLease,
  holdsLease,
  readLease,
  readReport,
  readSweepRequest,
  requestSweep,
  takeLease,
  writeReport,
} from './conductor-rows'
import { readChanges } from './filtered-change-rows'
import { forgetSnapshots, forgetStanding, oldestSnapshotAt } from './forget-history'
import { forgetRequests } from './forget-requests'
import { forgetIncidents, readIncidents, writeIncidents } from './incident-rows'
import {
  addSpend,
  changeKey,
  createKey,
  readKeyRevision,
  readKeys,
  readSpend,
  readSpendRevision,
  revokeKey,
  writeKeyUses,
} from './key-rows'
import { openDatabase, type SqliteDatabase } from './open-database'
import { deletePolicy, readPolicies, readPolicyRevision, writePolicy } from './policy-rows'
import { readJobCounts, readRequestCounts } from './request-count-rows'
import { RequestTables, readRequest, readRequestPlace, readRequests, readTimedJobs } from './request-rows'
import {
  deleteRollUps,
  deleteSubjects,
  RollUpTables,
  readAskedBuckets,
  readSweepsBefore,
  readTallies,
} from './roll-up-rows'
import { idOfNode, latestId, SnapshotTables, snapshotPlaceAt } from './snapshot-tables'
import { readSourceReadings, readSourceRevision, writeSourceReadings } from './source-reading-rows'
import {
  readCapacitySpans,
  readCardSpans,
  readNodesOf,
  readOfferedSpans,
  readOffers,
  readPriceSpans,
} from './standing-series-rows'
import { StandingTables } from './standing-tables'
import { readLastSweep, readSweepAfter, readSweepHours, readSweeps } from './sweep-rows'

/** Opens the embedded store in `file`. Throws AppError `store-unusable`. */
export const openSqliteStore = (file: string, options: { migrationsFolder: string }): Store =>
  createSqliteStore(openDatabase(file, options))

/** The store in a database that is open; closing it closes that one. */
export function createSqliteStore(db: SqliteDatabase): Store {
  const tables = {
    snapshots: new SnapshotTables(db),
    standing: new StandingTables(db),
    rollUps: new RollUpTables(db),
    requests: new RequestTables(db),
  }
  return {
    writeSnapshot: async (snapshot, options = {}) => writeSnapshot(db, tables, snapshot, options),
    // One look: another process may be writing the next one.
    readLatestSnapshot: async () => db.transaction((tx) => tables.snapshots.readLatest(tx)),
    readSnapshotAt: async (at) => db.transaction((tx) => tables.snapshots.readAt(tx, at)),
    readSnapshotPlaceAt: async (at) => snapshotPlaceAt(db, at),
    readOldestSnapshotAt: async () => oldestSnapshotAt(db),
    readLatestSnapshotId: async () => latestId(db),
    readSweeps: async (page) => readSweeps(db, page),
    readSweepHours: async (since) => readSweepHours(db, since),
    forgetSnapshots: async (limits) => forgetSnapshots(db, limits),
    forgetStanding: async (before) => forgetStanding(db, before),
    readChangesAfter: async (id, options) => readChangesAfter(db, id, options),
    readChanges: (query) => readChanges(db, query),
    readFirstChangeTime: async () => firstChangeTime(db),
    readIncidents: async (query) => readIncidents(db, query),
    forgetIncidents: async (before) => forgetIncidents(db, before),
    deleteChanges: async (limits) => deleteChanges(db, limits),
    readRollUpProgress: async () => tables.rollUps.readProgress(),
    readSweepAfter: async (place) => readSweepAfter(db, place),
    readLastSweep: async () => readLastSweep(db),
    readProbes: async (snapshotId) => db.transaction((tx) => tables.snapshots.readProbes(tx, snapshotId)),
    readOffers: async (kind, page) => readOffers(db, kind, page),
    writeRollUps: async (rows, bucket) => tables.rollUps.write(rows, bucket),
    readRollUps: async (span, page) => tables.rollUps.read(span, page),
    readTallies: async (subjects, spans, buckets) => readTallies(db, subjects, spans, buckets),
    readAskedBuckets: async (spans) => readAskedBuckets(db, spans),
    readSweepsBefore: async (buckets) => readSweepsBefore(db, buckets),
    deleteRollUps: async (limits) => deleteRollUps(db, limits),
    deleteSubjects: async (limits) => deleteSubjects(db, limits),
    readPriceSpans: async (scope, span, limit) => readPriceSpans(db, scope, span, limit),
    readCapacitySpans: async (scope, span, most) => readCapacitySpans(db, scope, span, most),
    readCardSpans: async (of, span) => readCardSpans(db, of, span),
    readOfferedSpans: async (scope, span) => readOfferedSpans(db, scope, span),
    readNodesOf: async (scope, limit) => readNodesOf(db, scope, limit),
    writeSourceReadings: async (readings) => writeSourceReadings(db, readings),
    readSourceReadings: async () => readSourceReadings(db),
    readSourceRevision: async () => readSourceRevision(db),
    readPolicies: async () => readPolicies(db),
    readPolicyRevision: async () => readPolicyRevision(db),
    writePolicy: async (policy, limits) => writePolicy(db, policy, limits),
    deletePolicy: async (name, isMet) => deletePolicy(db, name, isMet),
    readBreakers: async () => readBreakers(db),
    readBreakerRevision: async () => readBreakerRevision(db),
    writeBreakers: async (edits, limits) => writeBreakers(db, edits, limits),
    readToldSuspensions: async () => readToldSuspensions(db),
    writeRequests: async (written) => tables.requests.write(written),
    readRequests: async (query) => readRequests(db, query),
    readRequest: async (id) => readRequest(db, id),
    readRequestPlace: async (of) => readRequestPlace(db, of),
    readRequestCounts: async (query) => readRequestCounts(db, query),
    readJobCounts: async (nodeUris, span) => readJobCounts(db, nodeUris, span),
    readTimedJobs: async (query) => readTimedJobs(db, query),
    forgetRequests: async (limits) => forgetRequests(db, limits),
    readKeys: async () => readKeys(db),
    readKeyRevision: async () => readKeyRevision(db),
    createKey: async (key, limits) => createKey(db, key, limits),
    changeKey: async (id, edit) => changeKey(db, id, edit),
    revokeKey: async (id, at) => revokeKey(db, id, at),
    writeKeyUses: async (uses) => writeKeyUses(db, uses),
    readSpend: async (day) => readSpend(db, day),
    readSpendRevision: async () => readSpendRevision(db),
    addSpend: async (amounts, options) => addSpend(db, amounts, options),
    takeLease: async (holder, times) => takeLease(db, holder, times),
    readLease: async () => readLease(db),
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

function writeSnapshot(
  db: SqliteDatabase,
  tables: { readonly snapshots: SnapshotTables; readonly standing: StandingTables },
  snapshot: FoldedSnapshot,
  { holder, since, number = null, ethUsd = null }: WriteOptions,
): Snapshot {
  const { endedAt } = snapshot
  try {
    return db.transaction(
      (tx) => {
        if (holder !== undefined && !holdsLease(tx, holder))
          throw new LeaseLost('another process conducts the sweeps')
        if (since && since.snapshotId !== latestId(tx))
          throw new LeaseLost('another process has swept meanwhile')
        const id = tables.snapshots.write(tx, snapshot, { number, ethUsd })
        const nodeId = (uri: string) => idOfNode(tx, uri)
        if (since)
          tables.standing.write(since.standing, {
            at: endedAt,
            isWhole: since.snapshotId === null,
            idOfNode: nodeId,
          })
        const list = [...(since?.changes ?? []), snapshotChange(snapshot)]
        const lastChangeId = insertChanges(tx, { id, endedAt }, list, nodeId)
        writeIncidents(tx, snapshot, nodeId)
        if (since?.told) writeToldSuspensions(tx, since.told)
        return { id, lastChangeId, ...snapshot }
      },
      { behavior: 'immediate' },
    )
  } catch (error) {
    tables.snapshots.forget()
    throw error
  }
}

function snapshotChange(snapshot: FoldedSnapshot): Change {
  const { startedAt, endedAt } = snapshot
  const { listed, asked, answered } = countNodes(snapshot)
  return {
    kind: 'snapshot',
    observedAt: endedAt,
    startedAt,
    nodesListed: listed,
    nodesAsked: asked,
    nodesAnswered: answered,
  }
}
