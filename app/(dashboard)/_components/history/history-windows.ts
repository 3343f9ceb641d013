/** How far back histories look, and by which buckets: some ninety of them each. */
export const HISTORY_WINDOWS = {
  '24h': { label: '24 hours', window: '24h', step: '15m', stripWindow: '1350m' },
  '7d': { label: '7 days', window: '7d', step: '2h', stripWindow: '180h' },
  '30d': { label: '30 days', window: '30d', step: '8h', stripWindow: '30d' },
} as const
export type HistoryWindowName = keyof typeof HISTORY_WINDOWS

export const HISTORY_WINDOW_NAMES = ['24h', '7d', '30d'] as const satisfies readonly HistoryWindowName[]
/** As pages with histories read it from their address. */
export const WINDOW_CHOICE = { window: HISTORY_WINDOW_NAMES } as const
export const DEFAULT_HISTORY_WINDOW = '7d' satisfies HistoryWindowName
