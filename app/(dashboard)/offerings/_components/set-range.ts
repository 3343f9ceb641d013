import type { OfferingFilters, Range, RangeField } from '@/lib/api/search-params'

/** The filters with other ends of one range; two open ends are none. */
export function setRange(filters: OfferingFilters, field: RangeField, range: Range): OfferingFilters {
  const { [field]: _, ...others } = filters.ranges
  const isOpen = range.min === null && range.max === null
  return { ...filters, ranges: isOpen ? others : { ...others, [field]: range } }
}
