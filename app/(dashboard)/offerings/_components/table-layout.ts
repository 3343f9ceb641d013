import { COLUMN_KEYS, type ColumnKey, DEFAULT_COLUMNS } from './column-keys'

/** Rows in pixels; what is in them stays on one line. */
export const DENSITIES = { tight: 28, compact: 32, roomy: 40 } as const
export type Density = keyof typeof DENSITIES
const DEFAULT_DENSITY: Density = 'compact'

/** How the table looks, whatever is in it. */
export interface TableLayout {
  readonly columns: readonly ColumnKey[]
  readonly density: Density
}

export const DEFAULT_LAYOUT: TableLayout = { columns: DEFAULT_COLUMNS, density: DEFAULT_DENSITY }

/** `price,latency`, in whatever order, without names of no columns; null: it names none. */
export function parseColumns(text: string | null): readonly ColumnKey[] | null {
  const named = (text ?? '').split(',')
  const columns = COLUMN_KEYS.filter((key) => named.includes(key))
  return columns.length > 0 ? columns : null
}

export const parseDensity = (text: string | null): Density | null =>
  text !== null && isDensity(text) ? text : null

export function isDensity(text: string): text is Density {
  return Object.hasOwn(DENSITIES, text)
}

export const DENSITY_KEYS: readonly Density[] = Object.keys(DENSITIES).filter(isDensity)

/** The parameters that say a layout, without what is usual. */
export function formatLayout({ columns, density }: TableLayout): URLSearchParams {
  const params = new URLSearchParams()
  const isUsual =
    columns.length === DEFAULT_COLUMNS.length && DEFAULT_COLUMNS.every((key) => columns.includes(key))
  if (!isUsual) params.set('columns', COLUMN_KEYS.filter((key) => columns.includes(key)).join(','))
  if (density !== DEFAULT_DENSITY) params.set('density', density)
  return params
}
