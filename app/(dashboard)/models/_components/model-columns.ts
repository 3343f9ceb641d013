import type { SortColumn } from '../../../_components/table-sort'

const MODEL_SORT_KEYS = [
  'model',
  'pipeline',
  'nodes',
  'warm',
  'slots',
  'floor',
  'median',
  'latency',
  'gpus',
] as const
export type ModelSortKey = (typeof MODEL_SORT_KEYS)[number]

export const MODEL_COLUMNS: readonly SortColumn<ModelSortKey>[] = [
  { key: 'model', label: 'Model', width: 'w-[17%]' },
  { key: 'pipeline', label: 'Pipeline', width: 'w-[12%]' },
  { key: 'nodes', label: 'Nodes', width: 'w-[9%]', isNumber: true },
  { key: 'warm', label: 'Warm', width: 'w-[9%]' },
  { key: 'slots', label: 'Free slots', width: 'w-[8%]', isNumber: true },
  { key: 'floor', label: 'Lowest price', width: 'w-[13%]', isNumber: true },
  { key: 'median', label: 'Median price', width: 'w-[13%]', isNumber: true },
  { key: 'latency', label: 'Latency', width: 'w-[8%]', isNumber: true },
  { key: 'gpus', label: 'GPUs', width: 'w-[11%]' },
]

export const MODEL_LIST_FIELDS = {
  filters: ['pipeline', 'region', 'gpu'],
  sortKeys: MODEL_SORT_KEYS,
} as const
export type ModelFilter = (typeof MODEL_LIST_FIELDS.filters)[number]
