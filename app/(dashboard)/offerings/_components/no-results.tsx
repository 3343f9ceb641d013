'use client'

import type { OfferingFilters } from '@/lib/api/search-params'
import { LIST_FILTERS } from '@/lib/api/search-params'
import { formatPlural } from '../../../_components/format'
import { SearchX } from '../../../_components/icons'
import { dropParameter, rangeFieldOf } from './drop-parameter'
import { FILTER_LABELS } from './facet-labels'

/** Nothing matches: which filter stands in the way most, as the API tells it, and ways out. */
export function NoResults({
  filters,
  emptiedBy,
  onChange,
  onClear,
}: {
  filters: OfferingFilters
  emptiedBy: readonly { readonly parameter: string; readonly removed: number }[]
  onChange: (filters: OfferingFilters) => void
  onClear: () => void
}) {
  const [best, ...others] = emptiedBy.filter(({ removed }) => removed > 0)
  const drop = (parameter: string) => () => onChange(dropParameter(filters, parameter))
  return (
    <div className="panel px-4 py-10 text-center">
      <SearchX aria-hidden className="mx-auto mb-3 size-8 text-muted" />
      <h2 className="text-lg font-semibold">No offering matches these filters</h2>
      <p className="mx-auto mt-1 max-w-[60ch] text-muted">
        {best
          ? `${labelOf(best.parameter)} removes most: without it ${formatPlural(best.removed, 'offering')} would match.`
          : 'No single filter is to blame: only without several of them would anything match.'}
      </p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {best && (
          <button type="button" className="button button-primary" onClick={drop(best.parameter)}>
            Drop {labelOf(best.parameter)}
          </button>
        )}
        {others.map(({ parameter, removed }) => (
          <button key={parameter} type="button" className="button" onClick={drop(parameter)}>
            Drop {labelOf(parameter)} ({formatPlural(removed, 'match', 'matches')})
          </button>
        ))}
        <button type="button" className="button" onClick={onClear}>
          Clear all filters
        </button>
      </div>
    </div>
  )
}

function labelOf(parameter: string): string {
  if (parameter === 'q') return FILTER_LABELS.q
  if (parameter === 'unit') return FILTER_LABELS.unit
  const list = LIST_FILTERS.find((name) => name === parameter)
  if (list) return FILTER_LABELS[list]
  const field = rangeFieldOf(parameter)
  return field ? FILTER_LABELS[field] : parameter
}
