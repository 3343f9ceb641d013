import type { OfferingDto } from '@/lib/api/contract/offering'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { HEALTH_STATES } from '@/lib/domain/health'
import { comparePriceDtos } from '../../../../_components/compare-price-dtos'
import { compareValues } from '../../../../_components/compare-values'
import type { SortColumn, TableSort } from '../../../../_components/table-sort'

export const SERVING_SORT_KEYS = [
  'orchestrator',
  'state',
  'price',
  'slots',
  'latency',
  'gpu',
  'region',
  'health',
] as const
export type ServingSortKey = (typeof SERVING_SORT_KEYS)[number]

export const SERVING_COLUMNS: readonly SortColumn<ServingSortKey>[] = [
  { key: 'orchestrator', label: 'Orchestrator', width: 'w-[22%]' },
  { key: 'state', label: 'State', width: 'w-[10%]' },
  { key: 'price', label: 'Price', width: 'w-[15%]', isNumber: true },
  { key: 'slots', label: 'Free slots', width: 'w-[9%]', isNumber: true },
  { key: 'latency', label: 'Latency', width: 'w-[9%]', isNumber: true },
  { key: 'gpu', label: 'GPU', width: 'w-[13%]' },
  { key: 'region', label: 'Region', width: 'w-[10%]' },
  { key: 'health', label: 'Reliability', width: 'w-[12%]' },
]

const VALUES: Readonly<
  Record<Exclude<ServingSortKey, 'price'>, (offering: OfferingDto) => string | number | null>
> = {
  orchestrator: ({ orchestrator_name, orchestrator, node_uri }) =>
    orchestrator_name ?? orchestrator ?? node_uri,
  state: ({ state }) => OFFERING_STATES.indexOf(state),
  slots: ({ capacity_free, capacity_is_implausible }) => (capacity_is_implausible ? null : capacity_free),
  latency: ({ latency_ms }) => latency_ms,
  gpu: ({ gpus: [first] }) => first?.name ?? null,
  region: ({ region }) => region?.name ?? null,
  health: ({ reliability: { health } }) => HEALTH_STATES.indexOf(health),
}

/** A new order of the rows; equals keep theirs, and what has no value is last in either direction. */
export function sortServing(
  offerings: readonly OfferingDto[],
  sort: TableSort<ServingSortKey> | null,
): readonly OfferingDto[] {
  if (!sort) return offerings
  const { key } = sort
  const sign = sort.isDescending ? -1 : 1
  if (key === 'price') return offerings.toSorted((a, b) => comparePriceDtos(a.price, b.price, sign))
  const read = VALUES[key]
  return offerings.toSorted((a, b) => compareValues(read(a), read(b), sign))
}
