import { createGate } from '@/lib/keys/gate'
import { noKeyLimits, noKeys } from '@/lib/keys/testdata/no-keys'
import { noPolicies } from '@/lib/policies/testdata/no-policies'
import { idleJournal } from '@/lib/requests/testdata/idle-journal'
import { Selector } from '@/lib/routing/selector'
import { noSuspensions } from '@/lib/suspension/testdata/no-suspensions'
import { SnapshotDiffs } from '../changes/snapshot-diffs'
import type { AnswerDeps } from '../endpoint'
import type { Reader } from '../reader'
import { idleRouting } from './idle-routing'

/** Nothing was ever measured, and nothing ever stood. */
export const noHistory: AnswerDeps['history'] = {
  readRollUpProgress: async () => ({ '5m': null, '1h': null, '1d': null }),
  readTallies: async (_subjects, _spans, { count }) => Array.from({ length: count }, () => null),
  readJobCounts: async () => ({ succeeded: 0, faults: 0 }),
  readAskedBuckets: async () => [],
  readSweepsBefore: async () => [],
  readPriceSpans: async () => ({ series: [], leftOut: 0 }),
  readCapacitySpans: async () => [],
  readCardSpans: async () => [],
  readOfferedSpans: async () => [],
  readNodesOf: async () => [],
}

/** What the table of endpoints needs where nobody commands, nobody listens and there are no policies. */
export const answerDeps = (reader: Reader): Omit<AnswerDeps, 'onError'> => ({
  reader,
  actions: { requestSweep: async () => {} },
  policies: noPolicies(),
  selector: new Selector({ now: () => 5_000 }),
  suspensions: noSuspensions(),
  requests: idleJournal(),
  routing: idleRouting(),
  requestRows: {
    readRequests: async () => ({ requests: [], next: null }),
    readRequest: async () => null,
    readRequestPlace: async () => null,
    readRequestCounts: async () => [],
  },
  requestStreams: { open: () => new ReadableStream() },
  metrics: { contentType: 'text/plain', text: async () => '' },
  streams: { open: async () => null },
  sweeps: { readSweeps: async () => [], readSweepHours: async () => [] },
  changes: {
    readChanges: async () => ({ changes: [], hasMore: false, position: 0 }),
    readFirstChangeTime: async () => null,
  },
  history: noHistory,
  incidents: { readIncidents: async () => [] },
  diffs: new SnapshotDiffs({
    readSnapshotAt: async () => null,
    readSnapshotPlaceAt: async () => null,
    readOldestSnapshotAt: async () => null,
  }),
  leaderboard: () => null,
  keys: noKeys(),
  keyLimits: noKeyLimits(),
  gate: createGate({ keys: noKeys(), auth: 'keys' }),
  operatorKey: null,
  now: Date.now,
})
