import type { ListFilter, OfferingFilters } from '@/lib/api/search-params'
import { pipelineUnit } from '@/lib/domain/pipeline-unit'

/**
 * The filters with other values in one list. A range of prices goes when the one pipeline that is chosen instead has
 * another unit.
 */
export function setList(
  filters: OfferingFilters,
  name: ListFilter,
  values: readonly string[],
): OfferingFilters {
  const next = { ...filters, [name]: values }
  const [only] = values
  const isOtherUnit = name === 'pipeline' && values.length === 1 && filters.unit !== pipelineUnit(only)
  return isOtherUnit && filters.unit !== null ? withoutPrice(next) : next
}

/** What is said of prices, and the unit that it is said in, taken away. */
export function withoutPrice(filters: OfferingFilters): OfferingFilters {
  const { price: _, ...ranges } = filters.ranges
  return { ...filters, unit: null, ranges }
}
