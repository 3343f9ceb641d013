import { DEFAULT_BREAKER_SETTINGS } from '@/lib/selection/breaker-settings'
import { SuspensionBoard } from '../suspension-board'

/** For tests that are not about suspensions: everybody is trusted, and nothing can be kept. */
export const noSuspensions = (): SuspensionBoard =>
  new SuspensionBoard(
    {
      store: {
        readBreakers: async () => [],
        readBreakerRevision: async () => 0,
        writeBreakers: async (edits) => ({ revision: 0, writes: edits.map(() => 'full') }),
      },
      now: () => 0,
      random: () => 0,
      every: () => () => {},
      onError: (error) => {
        throw error
      },
    },
    { settings: DEFAULT_BREAKER_SETTINGS },
  )
