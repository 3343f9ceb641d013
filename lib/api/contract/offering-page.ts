/** The parts of our own HTTP API that the page of offerings shows. Browser-safe: no server imports. */
import type { FacetValuesDto } from './facet-values'
import type { OfferingsDto } from './offering-list'

/** Facets are asked for apart, once for all pages. */
export type OfferingPageDto = Omit<OfferingsDto, 'facets'>

export const offeringPage = ({ facets: _, ...page }: OfferingsDto): OfferingPageDto => page

/** What filters can be set to. */
export type OfferingFacetsDto = ReturnType<typeof offeringFacets>

/** Of the facets those that the page has: others are as long as the network is large. */
export function offeringFacets({ facets, ...rest }: FacetValuesDto) {
  const { pipeline = [], state = [], region = [], gpu = [], model = [], health = [], unit = [] } = facets
  return { ...rest, facets: { pipeline, state, region, gpu, model, health, unit } }
}
