import type { PriceRowDto } from '@/lib/api/contract/price-row'
import { comparePriceDtos } from '../../../_components/compare-price-dtos'
import { compareValues } from '../../../_components/compare-values'
import { modelIdOf } from '../../../_components/model-href'
import type { TableSort } from '../../../_components/table-sort'
import type { PriceSortKey } from './price-fields'

/** A new order of the rows of one unit; equals keep theirs, and what has no price comes last either way. */
export function sortPrices(
  rows: readonly PriceRowDto[],
  sort: TableSort<PriceSortKey> | null,
): readonly PriceRowDto[] {
  const { key, isDescending } = sort ?? { key: 'n', isDescending: true }
  const sign = isDescending ? -1 : 1
  switch (key) {
    case 'model':
      return rows.toSorted((a, b) => compareValues(modelIdOf(a), modelIdOf(b), sign))
    case 'n':
      return rows.toSorted((a, b) => compareValues(a.n, b.n, sign))
    default: {
      const which = key === 'floor' ? 'min' : 'median'
      return rows.toSorted((a, b) => comparePriceDtos(a[which], b[which], sign))
    }
  }
}
