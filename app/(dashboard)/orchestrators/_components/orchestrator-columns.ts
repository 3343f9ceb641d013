import { HEALTH_STATES } from '@/lib/domain/health'
import { compareValues } from '../../../_components/compare-values'
import type { SortColumn, TableSort } from '../../../_components/table-sort'
import type { OrchestratorEntry } from './fleet'

const ORCHESTRATOR_SORT_KEYS = [
  'name',
  'nodes',
  'health',
  'offerings',
  'models',
  'gpus',
  'region',
  'floors',
  'latency',
] as const
export type OrchestratorSortKey = (typeof ORCHESTRATOR_SORT_KEYS)[number]

export const ORCHESTRATOR_COLUMNS: readonly SortColumn<OrchestratorSortKey>[] = [
  { key: 'name', label: 'Orchestrator', width: 'w-[17%]' },
  { key: 'nodes', label: 'Nodes', width: 'w-[8%]', isNumber: true },
  { key: 'health', label: 'Health', width: 'w-[10%]' },
  { key: 'offerings', label: 'Offerings', width: 'w-[8%]', isNumber: true },
  { key: 'models', label: 'Models', width: 'w-[7%]', isNumber: true },
  { key: 'gpus', label: 'GPUs', width: 'w-[13%]' },
  { key: 'region', label: 'Regions', width: 'w-[10%]' },
  { key: 'floors', label: 'Cheapest for', width: 'w-[9%]', isNumber: true },
  { key: 'latency', label: 'Latency', width: 'w-[8%]', isNumber: true },
]

export const ORCHESTRATOR_LIST_FIELDS = {
  filters: ['region', 'gpu'],
  sortKeys: ORCHESTRATOR_SORT_KEYS,
} as const
export type OrchestratorFilter = (typeof ORCHESTRATOR_LIST_FIELDS.filters)[number]

/** A value to sort by; null is "no data" and comes last in either direction. */
const VALUES: Readonly<Record<OrchestratorSortKey, (entry: OrchestratorEntry) => string | number | null>> = {
  name: ({ group }) => group.label ?? group.name,
  nodes: ({ group, fleet }) => fleet?.nodes ?? group.nodes,
  health: ({ fleet }) => (fleet?.health ? HEALTH_STATES.indexOf(fleet.health.state) : null),
  offerings: ({ group }) => group.offerings,
  models: ({ group }) => group.models,
  gpus: ({ group: { gpus } }) => (gpus.length === 0 ? null : gpus.reduce((sum, { count }) => sum + count, 0)),
  region: ({ group: { regions } }) => regions[0]?.name ?? null,
  floors: ({ floors }) => floors,
  latency: ({ group: { latency } }) => latency.p50_ms ?? latency.min_ms,
}

/** A new order of the rows; equals keep theirs. */
export function sortOrchestrators(
  entries: readonly OrchestratorEntry[],
  sort: TableSort<OrchestratorSortKey> | null,
): readonly OrchestratorEntry[] {
  if (!sort) return entries
  const read = VALUES[sort.key]
  const sign = sort.isDescending ? -1 : 1
  return entries.toSorted((a, b) => compareValues(read(a), read(b), sign))
}
