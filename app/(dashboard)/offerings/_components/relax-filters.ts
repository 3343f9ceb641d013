import type { OfferingFilters } from '@/lib/api/search-params'
import { FACETS, type Facet } from '@/lib/domain/facet'
import { setFacet } from './set-facet'

export interface RelaxedFilters {
  /** The filter that was taken away. */
  readonly without: Facet | 'price'
  readonly filters: OfferingFilters
}

/** The filters with one of them taken away, once for each that is set. */
export function relaxFilters(filters: OfferingFilters): readonly RelaxedFilters[] {
  const relaxed = FACETS.filter((facet) => filters[facet].length > 0).map(
    (facet): RelaxedFilters => ({ without: facet, filters: setFacet(filters, facet, []) }),
  )
  return filters.maxPriceWei === null
    ? relaxed
    : [...relaxed, { without: 'price', filters: { ...filters, maxPriceWei: null } }]
}
