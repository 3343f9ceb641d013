'use client'

import { parseAsString, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { createLocalStore, useLocalStore } from '../../../_components/local-store'
import { COLUMN_KEYS } from './column-keys'
import { DEFAULT_LAYOUT, isDensity, parseColumns, parseDensity, type TableLayout } from './table-layout'

const store = createLocalStore<TableLayout>('offerings-layout', { initial: DEFAULT_LAYOUT, parse: parseKept })

function parseKept(json: unknown): TableLayout | null {
  if (typeof json !== 'object' || json === null || !('columns' in json) || !('density' in json)) return null
  const { columns, density } = json
  if (!Array.isArray(columns) || typeof density !== 'string' || !isDensity(density)) return null
  return { columns: COLUMN_KEYS.filter((key) => columns.includes(key)), density }
}

const PARAMETERS = { columns: parseAsString, density: parseAsString }

/** As the address says, else as this browser remembers; what one chooses is remembered, and the address says it no more. */
export function useTableLayout(): {
  readonly layout: TableLayout
  readonly setLayout: (next: TableLayout) => void
} {
  const kept = useLocalStore(store)
  const [{ columns, density }, setAddress] = useQueryStates(PARAMETERS, {
    history: 'replace',
    shallow: true,
    scroll: false,
  })
  const layout = useMemo(
    () => ({
      columns: parseColumns(columns) ?? kept.columns,
      density: parseDensity(density) ?? kept.density,
    }),
    [columns, density, kept],
  )
  return {
    layout,
    setLayout(next) {
      store.write(next)
      void setAddress({ columns: null, density: null })
    },
  }
}
