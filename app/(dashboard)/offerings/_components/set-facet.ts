import type { OfferingFilters } from '@/lib/api/search-params'
import { type Facet, OFFERING_STATES } from '@/lib/domain/facet'

/** The filters with other values in one facet; a price ceiling goes when the one pipeline it was stated for does. */
export function setFacet(filters: OfferingFilters, facet: Facet, values: readonly string[]): OfferingFilters {
  if (facet === 'state')
    return { ...filters, state: OFFERING_STATES.filter((state) => values.includes(state)) }
  if (facet !== 'pipeline') return { ...filters, [facet]: values }
  const isSame = values.length === 1 && values[0] === filters.pipeline[0] && filters.pipeline.length === 1
  return { ...filters, pipeline: values, maxPriceWei: isSame ? filters.maxPriceWei : null }
}
