import type { GpuGroupDto } from '@/lib/api/contract/gpu-group'
import { compareValues } from '../../../_components/compare-values'
import type { TableSort } from '../../../_components/table-sort'
import type { GpuSortKey } from './gpu-columns'

/** A value to sort by; null is "no data" and comes last in either direction. */
const VALUES: Readonly<Record<GpuSortKey, (gpu: GpuGroupDto) => string | number | null>> = {
  card: ({ name }) => name,
  memory: ({ vram_gb }) => vram_gb,
  cards: ({ cards }) => cards,
  nodes: ({ nodes }) => nodes,
  models: ({ models }) => models.length,
}

/** A new order of the rows; equals keep theirs. */
export function sortGpus(
  gpus: readonly GpuGroupDto[],
  sort: TableSort<GpuSortKey> | null,
): readonly GpuGroupDto[] {
  if (!sort) return gpus
  const read = VALUES[sort.key]
  const sign = sort.isDescending ? -1 : 1
  return gpus.toSorted((a, b) => compareValues(read(a), read(b), sign))
}
