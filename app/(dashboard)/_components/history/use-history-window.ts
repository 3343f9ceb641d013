'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { DEFAULT_HISTORY_WINDOW, HISTORY_WINDOW_NAMES, type HistoryWindowName } from './history-windows'

const parser = parseAsStringLiteral(HISTORY_WINDOW_NAMES)
  .withDefault(DEFAULT_HISTORY_WINDOW)
  .withOptions({ history: 'push', shallow: true, scroll: false })

/** How far back the histories of a page look; it stands in the address. */
export function useHistoryWindow(): readonly [HistoryWindowName, (name: HistoryWindowName) => void] {
  const [name, setName] = useQueryState('window', parser)
  return [name, (next) => void setName(next)]
}
