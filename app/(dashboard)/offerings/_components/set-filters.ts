import type { z } from 'zod'
import type { offeringFacetsDto } from '@/lib/api/queries'
import type { OfferingFilters } from '@/lib/api/search-params'
import type { ChangeOptions } from './use-offering-view'

/** What filters can be set to. */
export type OfferingFacets = z.output<typeof offeringFacetsDto>
export type SetFilters = (filters: OfferingFilters, options?: ChangeOptions) => void
