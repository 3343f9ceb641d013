'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import type { SnapshotDto } from '@/lib/api/contract/snapshot'
import { offeringFacetsQuery } from '@/lib/api/queries/offering-facets'
import { AS_OF, NO_FILTERS, type OfferingFilters, type ParameterError } from '@/lib/api/search-params'
import { CompareTray } from '../../../_components/compare-tray'
import { CopyButton } from '../../../_components/copy-button'
import { displayText } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import { useFreshness } from '../../../_components/freshness-badge'
import { PanelLeft } from '../../../_components/icons'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import {
  formatOfferingView,
  type OfferingSort,
  offeringsAsked,
  offeringsHref,
} from '../../../_components/offering-url'
import { PriceNotes } from '../../../_components/price-notes'
import { QueryNotice } from '../../../_components/query-notice'
import { RowsOfBefore } from '../../../_components/rows-of-before'
import { SortSelect } from '../../../_components/sort-select'
import { useAsOf } from '../../../_components/use-as-of'
import { useKeptAnswer } from '../../../_components/use-kept-answer'
import { columnsOf, SORT_COLUMNS } from './columns'
import { ExportMenu } from './export-menu'
import { FilterChips } from './filter-chips'
import { FILTER_FORM, FilterPanel } from './filter-panel'
import { FilterSheet, type FilterSheetHandle } from './filter-sheet'
import { LayoutMenu } from './layout-menu'
import { NoResults } from './no-results'
import { NodesSection } from './nodes-section'
import { OfferingDrawer } from './offering-drawer'
import { OfferingSearch } from './offering-search'
import { OfferingsTable } from './offerings-table'
import { useRail } from './rail-store'
import { SavedViews } from './saved-views'
import type { SetFilters } from './set-filters'
import { formatLayout } from './table-layout'
import { useExplorerKeys } from './use-explorer-keys'
import { useOfferingView } from './use-offering-view'
import { useOfferings } from './use-offerings'
import { useTableLayout } from './use-table-layout'

/** Every offering of the network, filtered and ordered as the address says, and every node with its outcome. */
export function OfferingsView() {
  const { filters, sort, open, problems, setView } = useOfferingView()
  const asOf = useAsOf()
  const { query, first, rows } = useOfferings(filters, { sort, asOf })
  const facets = useKeptAnswer(
    useQuery({ ...offeringFacetsQuery(filters, asOf), placeholderData: keepPreviousData }),
  )
  const title = useRef<HTMLHeadingElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const enterRows = useRef<(() => void) | null>(null)
  const sheet = useRef<FilterSheetHandle>(null)
  const { layout, setLayout } = useTableLayout()
  const [isRailOpen, setRailOpen] = useRail()
  const columns = useMemo(() => columnsOf(layout.columns), [layout.columns])
  // Rows keep their handler whatever the address says next.
  const latestSetView = useRef(setView)
  useEffect(() => {
    latestSetView.current = setView
  })
  const onOpen = useCallback((id: string) => latestSetView.current({ open: id }), [])
  const setSort = useCallback((next: OfferingSort | null) => latestSetView.current({ sort: next }), [])
  useExplorerKeys({
    toggleFilters: () => (isRailRoom() ? setRailOpen(!isRailOpen) : sheet.current?.open()),
    search: () => search.current?.focus(),
    enterRows: () => enterRows.current?.(),
  })
  if (!first || !facets.data)
    return <NothingYet query={first ? facets : query} what="The list of offerings" />

  const setFilters: SetFilters = (next, options) => setView({ filters: next }, options)
  const panel = { filters, sort, asOf, facets: facets.data, onChange: setFilters }
  /** The address as it is to be shared: with what this browser remembers of the table. */
  const shared = () => {
    const params = formatOfferingView({ filters, sort, open })
    if (asOf !== null) params.set(AS_OF, asOf)
    for (const [name, text] of formatLayout(layout)) params.set(name, text)
    return params.toString()
  }
  return (
    <>
      <noscript>
        <style>{'.offering-rail { display: block !important; }'}</style>
      </noscript>
      <div
        className={`gap-6 xl:grid ${isRailOpen ? 'xl:grid-cols-[14rem_minmax(0,1fr)]' : 'xl:grid-cols-1'}`}
      >
        <div
          className={`offering-rail no-print sticky top-18 hidden max-h-[calc(100dvh-5rem)] self-start overflow-y-auto pe-1 ${isRailOpen ? 'xl:block' : ''}`}
        >
          <search id="offering-rail" aria-label="Filters">
            <FilterPanel id={FILTER_FORM} {...panel} />
          </search>
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
                  {formatCount(first.count)} of {formatPlural(first.total, 'offering')}
                </span>
              </h1>
              <p className="text-sm text-muted">
                <NodesLink snapshot={first.snapshot} />
                <ApiLink filters={filters} sort={sort} asOf={asOf} />
              </p>
            </div>
            <div className="no-print flex flex-wrap gap-2">
              <button
                type="button"
                className="button max-xl:hidden"
                aria-expanded={isRailOpen}
                aria-controls="offering-rail"
                aria-keyshortcuts="Control+B Meta+B"
                title="Ctrl+B or Cmd+B"
                onClick={() => setRailOpen(!isRailOpen)}
              >
                <PanelLeft aria-hidden className="size-4" />
                {isRailOpen ? 'Hide filters' : 'Show filters'}
              </button>
              <FilterSheet ref={sheet} filters={filters} count={first.count}>
                <FilterPanel {...panel} />
              </FilterSheet>
              <SortSelect columns={SORT_COLUMNS} sort={sort} onChange={setSort} />
              <LayoutMenu layout={layout} onChange={setLayout} />
              <SavedViews currentQuery={shared} />
              <ExportMenu asked={offeringsAsked(filters, sort)} asOf={asOf} columns={columns} />
              <CopyButton
                label="Copy link"
                text={() => {
                  const query = shared()
                  return `${window.location.origin}/offerings${query && `?${query}`}`
                }}
              />
            </div>
          </div>
          <OfferingSearch input={search} filters={filters} facets={facets.data} onChange={setFilters} />
          <Problems problems={problems} filters={filters} sort={sort} />
          <QueryNotice query={query} what="The list of offerings" />
          {!query.error && <QueryNotice query={facets} what="The list of filters" />}
          <FilterChips
            filters={filters}
            onChange={(next) => {
              setFilters(next)
              // The chip is gone: leave the focus where its effect can be read.
              title.current?.focus()
            }}
          />
          <RowsOfBefore isWaiting={query.isWaiting}>
            {first.total === 0 ? (
              <Empty snapshot={first.snapshot} />
            ) : first.count === 0 ? (
              <NoResults
                filters={filters}
                emptiedBy={first.emptied_by ?? []}
                onChange={setFilters}
                onClear={() => setFilters(NO_FILTERS)}
              />
            ) : (
              <OfferingsTable
                rows={rows}
                columns={columns}
                density={layout.density}
                sort={sort}
                facets={facets.data}
                asOf={asOf}
                enterRef={enterRows}
                onSort={setSort}
                onOpen={onOpen}
              />
            )}
          </RowsOfBefore>
          <PriceNotes ethUsd={first.eth_usd} />
        </section>
      </div>
      <NodesSection />
      <CompareTray />
      {open !== null && (
        <OfferingDrawer
          key={open}
          id={open}
          known={rows.offerings.find(({ id }) => id === open) ?? null}
          asOf={asOf}
          onClose={() => setView({ open: null }, { isReplacing: true })}
        />
      )}
    </>
  )
}

/** As the classes of the rail say it. */
const isRailRoom = (): boolean => window.matchMedia('(width >= 80rem)').matches

function NodesLink({ snapshot: { nodes_listed, nodes_answered } }: { snapshot: SnapshotDto }) {
  const silent = nodes_listed - nodes_answered
  return (
    <>
      from{' '}
      <a href="#nodes" className="link">
        {formatPlural(nodes_listed, 'node')}
      </a>
      {silent > 0 && `, ${formatCount(silent)} of them failing`};{' '}
    </>
  )
}

function ApiLink({
  filters,
  sort,
  asOf,
}: {
  filters: OfferingFilters
  sort: OfferingSort | null
  asOf: string | null
}) {
  const params = offeringsAsked(filters, sort)
  if (asOf !== null) params.set(AS_OF, asOf)
  return (
    <a href={`/api/v1/offerings${params.size > 0 ? `?${params}` : ''}`} className="link">
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
