import type { SortColumn, TableSort } from '../../../../_components/table-sort'

export const OWN_SORT_KEYS = [
  'pipeline',
  'model',
  'node',
  'state',
  'price',
  'capacity',
  'gpu',
  'latency',
  'age',
] as const
export type OwnSortKey = (typeof OWN_SORT_KEYS)[number]
export type OwnSort = TableSort<OwnSortKey>

export const OWN_OFFERING_COLUMNS: readonly SortColumn<OwnSortKey>[] = [
  { key: 'pipeline', label: 'Pipeline', width: 'w-[11%]' },
  { key: 'model', label: 'Model', width: 'w-[14%]' },
  { key: 'node', label: 'Node', width: 'w-[17%]' },
  { key: 'state', label: 'State', width: 'w-[10%]' },
  { key: 'price', label: 'Price', width: 'w-[14.5%]', isNumber: true },
  { key: 'capacity', label: 'In use', width: 'w-[7.5%]', isNumber: true },
  { key: 'gpu', label: 'GPU', width: 'w-[11%]' },
  { key: 'latency', label: 'Latency', width: 'w-[8.5%]', isNumber: true },
  { key: 'age', label: 'Age', width: 'w-[6.5%]', isNumber: true },
]
