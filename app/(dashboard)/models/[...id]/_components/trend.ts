import { HISTORY_WINDOWS } from '../../../_components/history/history-windows'

const { window, step } = HISTORY_WINDOWS['7d']

/** What the heading compares: the prices of a week. */
export const TREND: Record<string, string> = { metric: 'price', window, step }
