'use client'

import { type FormEvent, useCallback, useEffect, useRef } from 'react'
import type { OfferingFacetsDto } from '@/lib/api/contract/offering-page'
import type { ListFilter, OfferingFilters, RangeField } from '@/lib/api/search-params'
import { AS_OF } from '@/lib/api/search-params'
import type { OfferingSort } from '../../../_components/offering-url'
import { formatSort } from '../../../_components/table-sort'
import { FILTER_LABELS } from './facet-labels'
import { FacetList } from './facet-list'
import { PriceFilter } from './price-filter'
import { RangeFilter } from './range-filter'
import { rangeUnit } from './range-words'
import type { SetFilters } from './set-filters'
import { setList } from './set-list'
import { setRange } from './set-range'

/** The form that the search belongs to as well. */
export const FILTER_FORM = 'offering-filters'

/** All filters. A plain form as well, so that it works before the page is alive and without scripts. */
export function FilterPanel({
  id,
  filters,
  sort,
  asOf,
  facets: { facets, ranges, prices },
  onChange,
}: {
  /** Left out where there is another one on the page. */
  id?: string
  filters: OfferingFilters
  sort: OfferingSort | null
  asOf: string | null
  facets: OfferingFacetsDto
  onChange: SetFilters
}) {
  const submit = (event: FormEvent) => event.preventDefault()
  // The lists stay as they are while others change.
  const latest = useRef({ filters, onChange })
  useEffect(() => {
    latest.current = { filters, onChange }
  })
  const choose = useCallback((name: ListFilter, values: readonly string[]) => {
    latest.current.onChange(setList(latest.current.filters, name, values))
  }, [])
  const list = (name: Exclude<ListFilter, 'orchestrator'>) => (
    <FacetList name={name} values={facets[name]} selected={filters[name]} onChange={choose} />
  )
  const range = (field: Exclude<RangeField, 'price'>) => {
    const bins = ranges[field]?.bins ?? []
    const edges = [...bins.map(({ from }) => String(from)), String(bins.at(-1)?.to ?? '')]
    return (
      <RangeFilter
        field={field}
        label={FILTER_LABELS[field]}
        unit={rangeUnit(field, null)}
        range={filters.ranges[field] ?? { min: null, max: null }}
        scale={bins.length === 0 ? null : { edges, counts: bins.map(({ count }) => count) }}
        onChange={(next, options) => onChange(setRange(filters, field, next), options)}
      />
    )
  }
  return (
    <form id={id} action="/offerings" method="get" onSubmit={submit} className="grid gap-4">
      {list('pipeline')}
      <PriceFilter filters={filters} prices={prices} onChange={onChange} />
      {list('state')}
      {list('region')}
      {list('gpu')}
      {range('vram_gb')}
      {range('latency_ms')}
      {range('reached_share')}
      {list('health')}
      {list('model')}
      {sort && <input type="hidden" name="sort" value={formatSort(sort)} />}
      {asOf !== null && <input type="hidden" name={AS_OF} value={asOf} />}
      {filters.orchestrator.length > 0 && (
        <input type="hidden" name="orchestrator" value={filters.orchestrator.join(',')} />
      )}
      <noscript>
        <button type="submit" className="button button-primary w-full">
          Apply
        </button>
      </noscript>
    </form>
  )
}
