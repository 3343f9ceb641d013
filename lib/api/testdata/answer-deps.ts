import type { AnswerDeps } from '../endpoint'
import type { Reader } from '../reader'

/** What the table of endpoints needs where nobody commands and nobody listens. */
export const answerDeps = (reader: Reader): Omit<AnswerDeps, 'onError'> => ({
  reader,
  actions: { requestSweep: async () => {} },
  streams: { open: async () => null },
  operatorKey: null,
})
