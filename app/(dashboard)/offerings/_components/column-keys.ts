/** Columns of offerings besides the name, in the order in which they stand. */
export const COLUMN_KEYS = [
  'pipeline',
  'state',
  'price',
  'cost',
  'price-24h',
  'latency',
  'latency-24h',
  'free',
  'gpu',
  'vram',
  'node',
  'orchestrator',
  'region',
  'reached',
  'age',
] as const
export type ColumnKey = (typeof COLUMN_KEYS)[number]

/** Shown where nobody chose. */
export const DEFAULT_COLUMNS: readonly ColumnKey[] = [
  'pipeline',
  'state',
  'price',
  'cost',
  'price-24h',
  'latency',
  'free',
  'gpu',
  'node',
  'orchestrator',
  'region',
  'age',
]
