import {
  LIST_FILTERS,
  type OfferingFilters,
  RANGE_FIELDS,
  type RangeField,
  rangeParameters,
} from '@/lib/api/search-params'
import { setList, withoutPrice } from './set-list'
import { setRange } from './set-range'

/** The filters without what a parameter of the API says; with a unit goes what is said of prices in it. */
export function dropParameter(filters: OfferingFilters, parameter: string): OfferingFilters {
  if (parameter === 'q') return { ...filters, q: '' }
  if (parameter === 'unit') return withoutPrice(filters)
  const list = LIST_FILTERS.find((name) => name === parameter)
  if (list) return setList(filters, list, [])
  const field = rangeFieldOf(parameter)
  const range = field && filters.ranges[field]
  if (!field || !range) return filters
  const end = rangeParameters(field).min === parameter ? 'min' : 'max'
  return setRange(filters, field, { ...range, [end]: null })
}

export const rangeFieldOf = (parameter: string): RangeField | null =>
  RANGE_FIELDS.find((field) => Object.values(rangeParameters(field)).includes(parameter)) ?? null
