'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useMemo } from 'react'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { orchestratorsQuery } from '@/lib/api/queries/orchestrators'
import { pricesQuery } from '@/lib/api/queries/prices'
import { AS_OF } from '@/lib/api/search-params'
import { CompareTray } from '../../../_components/compare-tray'
import { CopyButton } from '../../../_components/copy-button'
import { formatCount, formatPlural } from '../../../_components/format'
import { type FilterField, ListFilters } from '../../../_components/list-filters'
import { ListNoResults } from '../../../_components/list-no-results'
import { ListProblems } from '../../../_components/list-problems'
import { listQueryOf } from '../../../_components/list-url'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import { QueryNotice } from '../../../_components/query-notice'
import { RowsOfBefore } from '../../../_components/rows-of-before'
import { SortSelect } from '../../../_components/sort-select'
import { useAsOf } from '../../../_components/use-as-of'
import { useKeptAnswer } from '../../../_components/use-kept-answer'
import { useListView } from '../../../_components/use-list-view'
import { fleetsOf, floorsOf } from './fleet'
import {
  ORCHESTRATOR_COLUMNS,
  ORCHESTRATOR_LIST_FIELDS,
  type OrchestratorFilter,
} from './orchestrator-columns'
import { OrchestratorsTable } from './orchestrators-table'
import { SilentSection } from './silent-section'

const FILTERS: readonly FilterField<OrchestratorFilter>[] = [
  { name: 'region', label: 'Region', any: 'Any region' },
  { name: 'gpu', label: 'GPU', any: 'Any GPU' },
]
const PATH = '/orchestrators'

/** Everybody who is paid for work, with what they offer and how their nodes do. */
export function OrchestratorsView() {
  const { problems, setView, ...view } = useListView(ORCHESTRATOR_LIST_FIELDS)
  const asOf = useAsOf()
  const asked = useMemo(
    () => listQueryOf({ q: view.q, filters: view.filters }, ORCHESTRATOR_LIST_FIELDS.filters),
    [view.q, view.filters],
  )
  const query = useKeptAnswer(
    useQuery({ ...orchestratorsQuery(asked, asOf), placeholderData: keepPreviousData }),
  )
  const nodes = useQuery(nodesQuery(asOf))
  const prices = useQuery(pricesQuery(asOf))
  const fleets = useMemo(() => nodes.data && fleetsOf(nodes.data.nodes), [nodes.data])
  const floors = useMemo(() => prices.data && floorsOf(prices.data.prices), [prices.data])
  const { data } = query
  const entries = useMemo(
    () =>
      data?.orchestrators.map((group) => ({
        group,
        fleet: fleets?.get(group.name.toLowerCase()) ?? null,
        floors: floors ? (floors.get(group.name.toLowerCase()) ?? 0) : null,
      })) ?? [],
    [data, fleets, floors],
  )
  if (!data) return <NothingYet query={query} what="The list of orchestrators" />
  const api = new URLSearchParams(asked)
  if (asOf !== null) api.set(AS_OF, asOf)
  return (
    <>
      <section aria-labelledby="orchestrators-title" className="min-w-0">
        <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
          <div className="min-w-0 flex-1 basis-56">
            <h1 id="orchestrators-title" className="text-xl font-semibold">
              <span role="status">
                {formatCount(data.count)} of {formatPlural(data.total, 'orchestrator')}
              </span>
            </h1>
            <p className="text-sm text-muted">
              By the address that is paid, whoever offers anything now;{' '}
              <Link href="/reliability" className="link">
                what the score means
              </Link>
              ,{' '}
              <a href={`/api/v1/orchestrators${api.size > 0 ? `?${api}` : ''}`} className="link">
                the same rows as JSON
              </a>
            </p>
          </div>
          <div className="no-print flex flex-wrap gap-2">
            <SortSelect
              columns={ORCHESTRATOR_COLUMNS}
              sort={view.sort}
              onChange={(sort) => setView({ ...view, sort })}
            />
            <CopyButton label="Copy link" text={() => window.location.href} />
          </div>
        </div>
        <ListProblems problems={problems} />
        <QueryNotice query={query} what="The list of orchestrators" />
        <QueryNotice query={nodes} what="The list of nodes" />
        <QueryNotice query={prices} what="The list of prices" />
        <div className="mb-3">
          <ListFilters
            path={PATH}
            label="Search"
            placeholder="Name or address"
            fields={FILTERS}
            facets={data.facets}
            view={view}
            onChange={setView}
          />
        </div>
        <RowsOfBefore isWaiting={query.isWaiting}>
          {data.total === 0 ? (
            <Notice tone="plain" title="No orchestrator offers anything">
              None of the answers that count names an address that is paid.
            </Notice>
          ) : data.count === 0 ? (
            <ListNoResults
              what="orchestrator"
              emptiedBy={data.emptied_by ?? []}
              onDrop={(parameter) =>
                setView(
                  parameter === 'q'
                    ? { ...view, q: '' }
                    : { ...view, filters: { ...view.filters, [parameter]: '' } },
                )
              }
              onClear={() => setView({ q: '', filters: {}, sort: view.sort })}
            />
          ) : (
            <OrchestratorsTable
              entries={entries}
              sort={view.sort}
              onSort={(sort) => setView({ ...view, sort })}
            />
          )}
        </RowsOfBefore>
      </section>
      {fleets && asked.size === 0 && <SilentSection fleets={[...fleets.values()]} />}
      <CompareTray />
    </>
  )
}
