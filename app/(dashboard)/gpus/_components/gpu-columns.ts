import type { SortColumn } from '../../../_components/table-sort'
import { WINDOW_CHOICE } from '../../_components/history/history-windows'

const GPU_SORT_KEYS = ['card', 'memory', 'cards', 'nodes', 'models'] as const
export type GpuSortKey = (typeof GPU_SORT_KEYS)[number]

export const GPU_COLUMNS: readonly SortColumn<GpuSortKey>[] = [
  { key: 'card', label: 'Card', width: 'w-[22%]' },
  { key: 'memory', label: 'Memory, GB', width: 'w-[9%]', isNumber: true },
  { key: 'cards', label: 'Cards', width: 'w-[11%]', isNumber: true },
  { key: 'nodes', label: 'Nodes', width: 'w-[8%]', isNumber: true },
  { key: 'models', label: 'Models', width: 'w-[16%]' },
]

export const GPU_LIST_FIELDS = {
  filters: ['vram_gb', 'region', 'pipeline'],
  sortKeys: GPU_SORT_KEYS,
  choices: WINDOW_CHOICE,
} as const
export type GpuFilter = (typeof GPU_LIST_FIELDS.filters)[number]
