import type { OfferingFilters } from '@/lib/api/search-params'
import type { ChangeOptions } from './use-offering-view'

export type SetFilters = (filters: OfferingFilters, options?: ChangeOptions) => void
