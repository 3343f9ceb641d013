import { turnOfOthers } from '@/lib/turn-of-others'
import { RequestJournal } from '../request-journal'

/** For tests that are not about requests: none is written. */
export const idleJournal = (): RequestJournal =>
  new RequestJournal({
    store: { writeRequests: async () => 0 },
    every: () => () => {},
    turn: turnOfOthers,
    monotonicMs: () => 0,
    onError: (error) => {
      throw error
    },
  })
