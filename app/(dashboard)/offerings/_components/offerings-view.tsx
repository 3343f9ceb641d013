'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRef } from 'react'
import type { SnapshotDto } from '@/lib/api/contract'
import { nodesQuery, offeringsQuery } from '@/lib/api/queries'
import {
  AS_OF,
  formatOfferingFilters,
  NO_FILTERS,
  type OfferingFilters,
  type ParameterError,
} from '@/lib/api/search-params'
import { isAnswered } from '@/lib/domain/outcome'
import { CopyButton } from '../../../_components/copy-button'
import { displayText } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import { useFreshness } from '../../../_components/freshness-badge'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import { type OfferingSort, offeringsHref } from '../../../_components/offering-url'
import { PriceNotes } from '../../../_components/price-notes'
import { QueryNotice } from '../../../_components/query-notice'
import { SortSelect } from '../../../_components/sort-select'
import { useAsOf } from '../../../_components/use-as-of'
import { COLUMNS } from './columns'
import { FilterChips } from './filter-chips'
import { FilterPanel } from './filter-panel'
import { FilterSheet } from './filter-sheet'
import { NoResults } from './no-results'
import { NodesSection } from './nodes-section'
import { OfferingsTable } from './offerings-table'
import { useOfferingView } from './use-offering-view'

/** Every offering of the network, filtered and ordered as the address says, and every node with its outcome. */
export function OfferingsView() {
  const { filters, sort, problems, setView } = useOfferingView()
  const asOf = useAsOf()
  const query = useQuery({ ...offeringsQuery(filters, asOf), placeholderData: keepPreviousData })
  const title = useRef<HTMLHeadingElement>(null)
  const { data } = query
  if (!data) return <NothingYet query={query} what="The list of offerings" />

  const setFilters = (next: OfferingFilters) => setView(next, sort)
  const setSort = (next: OfferingSort | null) => setView(filters, next)
  const panel = <FilterPanel filters={filters} sort={sort} facets={data.facets} onChange={setFilters} />
  return (
    <>
      <div className="gap-6 xl:grid xl:grid-cols-[13rem_minmax(0,1fr)]">
        <div className="no-print sticky top-18 hidden max-h-[calc(100dvh-5rem)] self-start overflow-y-auto xl:block">
          <search aria-label="Filters">{panel}</search>
        </div>
        <section aria-labelledby="offerings-title" className="min-w-0">
          <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
            <div className="min-w-0 flex-1 basis-56">
              <h1
                id="offerings-title"
                ref={title}
                tabIndex={-1}
                className="text-xl font-semibold outline-none"
              >
                <span role="status">
                  {formatCount(data.count)} of {formatPlural(data.total, 'offering')}
                </span>
              </h1>
              <p className="text-sm text-muted">
                <NodesLink />
                <ApiLink filters={filters} />
              </p>
            </div>
            <div className="no-print flex flex-wrap gap-2">
              <FilterSheet filters={filters} count={data.count}>
                {panel}
              </FilterSheet>
              <SortSelect columns={COLUMNS} sort={sort} onChange={setSort} />
              <CopyButton label="Copy link" text={() => window.location.href} />
            </div>
          </div>
          <Problems problems={problems} filters={filters} sort={sort} />
          <QueryNotice query={query} what="The list of offerings" />
          <FilterChips
            filters={filters}
            onChange={(next) => {
              setFilters(next)
              // The chip is gone: leave the focus where its effect can be read.
              title.current?.focus()
            }}
          />
          <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? 'opacity-60' : ''}>
            {data.total === 0 ? (
              <Empty snapshot={data.snapshot} />
            ) : data.count === 0 ? (
              <NoResults filters={filters} sort={sort} onClear={() => setFilters(NO_FILTERS)} />
            ) : (
              <OfferingsTable offerings={data.offerings} sort={sort} onSort={setSort} />
            )}
          </div>
          <PriceNotes ethUsd={data.eth_usd} />
        </section>
      </div>
      <NodesSection />
    </>
  )
}

function NodesLink() {
  const { data } = useQuery(nodesQuery(useAsOf()))
  if (!data) return null
  const failing = data.nodes.filter(({ outcome }) => !isAnswered(outcome)).length
  return (
    <>
      from{' '}
      <a href="#nodes" className="link">
        {formatPlural(data.count, 'node')}
      </a>
      {failing > 0 && `, ${formatCount(failing)} of them failing`};{' '}
    </>
  )
}

function ApiLink({ filters }: { filters: OfferingFilters }) {
  const params = formatOfferingFilters(filters)
  const asOf = useAsOf()
  if (asOf !== null) params.set(AS_OF, asOf)
  const query = params.toString()
  return (
    <a href={`/api/v1/offerings${query && `?${query}`}`} className="link">
      the same rows as JSON
    </a>
  )
}

function Problems({
  problems,
  filters,
  sort,
}: {
  problems: readonly ParameterError[]
  filters: OfferingFilters
  sort: OfferingSort | null
}) {
  const asOf = useAsOf()
  if (problems.length === 0) return null
  return (
    <Notice
      tone="warn"
      title={`Part of the address cannot be read and was left out`}
      action={
        <Link href={offeringsHref(filters, { sort, asOf })} className="button">
          Remove it from the address
        </Link>
      }
    >
      <ul>
        {problems.map(({ parameter, detail }) => (
          <li key={`${parameter} ${detail}`}>
            <bdi>
              <code className="font-mono">{displayText(parameter)}</code> {displayText(detail)}
            </bdi>
          </li>
        ))}
      </ul>
    </Notice>
  )
}

function Empty({ snapshot }: { snapshot: SnapshotDto }) {
  const freshness = useFreshness(snapshot.as_of, snapshot.cadence_ms)
  if (freshness === 'expired')
    return (
      <Notice tone="plain" title="No offering counts any more">
        Every answer is older than it may be. Below is how each node answered last.
      </Notice>
    )
  return (
    <Notice tone="plain" title="No node offers anything">
      The nodes that answered list neither a model nor a price for one. Below is how each of them answered.
    </Notice>
  )
}
