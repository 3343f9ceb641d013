import type { FormEvent } from 'react'
import type { FacetsDto } from '@/lib/api/contract'
import type { OfferingFilters } from '@/lib/api/search-params'
import type { Facet } from '@/lib/domain/facet'
import type { OfferingSort } from '../../../_components/offering-url'
import { formatSort } from '../../../_components/table-sort'
import { FacetList } from './facet-list'
import { PriceCeiling } from './price-ceiling'
import { setFacet } from './set-facet'

/** All filters. A plain form as well, so that it works before the page is alive and without scripts. */
export function FilterPanel({
  filters,
  sort,
  facets,
  onChange,
}: {
  filters: OfferingFilters
  sort: OfferingSort | null
  facets: FacetsDto
  onChange: (filters: OfferingFilters) => void
}) {
  const submit = (event: FormEvent) => event.preventDefault()
  const facetList = (facet: Facet) => (
    <FacetList
      facet={facet}
      values={facets[facet]}
      selected={filters[facet]}
      onChange={(values) => onChange(setFacet(filters, facet, values))}
    />
  )
  return (
    <form action="/offerings" method="get" onSubmit={submit} className="grid gap-4">
      {facetList('pipeline')}
      <PriceCeiling
        // Starts over when the address names another ceiling.
        key={`${filters.pipeline.join()} ${filters.maxPriceWei}`}
        filters={filters}
        onChange={onChange}
      />
      {facetList('state')}
      {facetList('region')}
      {facetList('gpu')}
      {facetList('model')}
      {sort && <input type="hidden" name="sort" value={formatSort(sort)} />}
      <noscript>
        <button type="submit" className="button button-primary w-full">
          Apply
        </button>
      </noscript>
    </form>
  )
}
