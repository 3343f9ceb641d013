import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { FacetValuesDto } from '../contract/facet-values'
import { offeringFacets } from '../contract/offering-page'
import { formatOfferingFilters, type OfferingFilters } from '../search-params'
import { ofMoment } from './of-moment'
import { withAsOf } from './with-as-of'

/** What these filters can be set to, and what that would leave. */
export const offeringFacetsQuery = (filters: OfferingFilters, asOf: string | null = null) => {
  const path = offeringFacetsPath(filters, asOf)
  return queryOptions({
    queryKey: ['offering-facets', path],
    queryFn: ({ signal }) => askApi<FacetValuesDto>(path, { signal }).then(offeringFacets),
    ...ofMoment(asOf),
  })
}

export const offeringFacetsPath = (filters: OfferingFilters, asOf: string | null): string =>
  `/api/v1/facets${withAsOf(formatOfferingFilters(filters), asOf)}`
