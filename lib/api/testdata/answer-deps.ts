import { noPolicies } from '@/lib/policies/testdata/no-policies'
import type { AnswerDeps } from '../endpoint'
import type { Reader } from '../reader'

/** What the table of endpoints needs where nobody commands, nobody listens and there are no policies. */
export const answerDeps = (reader: Reader): Omit<AnswerDeps, 'onError'> => ({
  reader,
  actions: { requestSweep: async () => {} },
  policies: noPolicies(),
  streams: { open: async () => null },
  sweeps: { readSweeps: async () => [] },
  changes: {
    readChanges: async () => ({ changes: [], hasMore: false, position: 0 }),
    readFirstChangeTime: async () => null,
  },
  operatorKey: null,
  now: Date.now,
})
