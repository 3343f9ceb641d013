'use client'

import { useQueries } from '@tanstack/react-query'
import { SearchX } from 'lucide-react'
import Link from 'next/link'
import { offeringsQuery } from '@/lib/api/queries'
import type { OfferingFilters } from '@/lib/api/search-params'
import { formatPlural } from '../../../_components/format'
import { type OfferingSort, offeringsHref } from '../../../_components/offering-url'
import { useAsOf } from '../../../_components/use-as-of'
import { FACET_LABELS } from './facet-labels'
import { relaxFilters } from './relax-filters'

/** Nothing matches: which filter stands in the way most, and ways out. */
export function NoResults({
  filters,
  sort,
  onClear,
}: {
  filters: OfferingFilters
  sort: OfferingSort | null
  onClear: () => void
}) {
  const asOf = useAsOf()
  const relaxed = relaxFilters(filters)
  const answers = useQueries({ queries: relaxed.map(({ filters }) => offeringsQuery(filters, asOf)) })
  const ways = relaxed
    .map((way, at) => ({ ...way, count: answers[at]?.data?.count ?? 0 }))
    .filter(({ count }) => count > 0)
    .toSorted((a, b) => b.count - a.count)
  const [best, ...others] = ways
  const isPending = answers.some((answer) => answer.isPending)
  return (
    <div className="panel px-4 py-10 text-center">
      <SearchX aria-hidden className="mx-auto mb-3 size-8 text-muted" />
      <h2 className="text-lg font-semibold">No offering matches these filters</h2>
      <p className="mx-auto mt-1 max-w-[60ch] text-muted">
        {best
          ? `${FACET_LABELS[best.without]} removes most: without it ${formatPlural(best.count, 'offering')} would match.`
          : isPending
            ? 'Looking for the filter that removes most.'
            : 'No single filter is to blame: only without several of them would anything match.'}
      </p>
      <div className="mt-4 flex flex-wrap justify-center gap-2">
        {best && (
          <Link href={offeringsHref(best.filters, { sort, asOf })} className="button button-primary">
            Drop {FACET_LABELS[best.without]}
          </Link>
        )}
        {others.map(({ without, filters, count }) => (
          <Link key={without} href={offeringsHref(filters, { sort, asOf })} className="button">
            Drop {FACET_LABELS[without]} ({formatPlural(count, 'match', 'matches')})
          </Link>
        ))}
        <button type="button" className="button" onClick={onClear}>
          Clear all filters
        </button>
      </div>
    </div>
  )
}
