import type { ModelDto } from '@/lib/api/contract/model'
import { comparePriceDtos } from '../../../_components/compare-price-dtos'
import { compareValues } from '../../../_components/compare-values'
import { modelIdOf } from '../../../_components/model-href'
import type { TableSort } from '../../../_components/table-sort'
import type { ModelSortKey } from './model-columns'

/** A value to sort by; null is "no data" and comes last in either direction. */
const VALUES: Readonly<
  Record<Exclude<ModelSortKey, 'floor' | 'median'>, (model: ModelDto) => string | number | null>
> = {
  model: modelIdOf,
  pipeline: ({ pipeline }) => pipeline,
  nodes: ({ nodes }) => nodes,
  // Where the protocol does not say what is warm there is nothing to compare.
  warm: ({ states, offerings }) => (states.unknown === offerings ? null : states.warm),
  slots: ({ free_slots }) => free_slots,
  latency: ({ latency: { min_ms, p50_ms } }) => p50_ms ?? min_ms,
  gpus: ({ gpus }) => (gpus.length === 0 ? null : gpus.reduce((sum, { count }) => sum + count, 0)),
}

/** A new order of the rows; equals keep theirs. Prices are ordered within each unit, unit after unit. */
export function sortModels(
  models: readonly ModelDto[],
  sort: TableSort<ModelSortKey> | null,
): readonly ModelDto[] {
  if (!sort) return models
  const { key } = sort
  const sign = sort.isDescending ? -1 : 1
  if (key === 'floor' || key === 'median') {
    const which = key === 'floor' ? 'min' : 'median'
    return models.toSorted((a, b) => comparePriceDtos(a.price[which], b.price[which], sign))
  }
  const read = VALUES[key]
  return models.toSorted((a, b) => compareValues(read(a), read(b), sign))
}
