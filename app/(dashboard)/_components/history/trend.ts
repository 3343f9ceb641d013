import { HISTORY_WINDOWS } from './history-windows'

const { window, step } = HISTORY_WINDOWS['7d']

/** What the heading compares: the prices of a week. */
export const TREND: Record<string, string> = { metric: 'price', window, step }
