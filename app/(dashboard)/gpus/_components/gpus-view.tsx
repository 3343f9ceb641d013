'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { GpuSupplyDto } from '@/lib/api/contract/gpu-supply'
import { gpusQuery } from '@/lib/api/queries/gpus'
import { AS_OF } from '@/lib/api/search-params'
import { CopyButton } from '../../../_components/copy-button'
import { formatCount, formatPlural } from '../../../_components/format'
import { type FilterField, ListFilters } from '../../../_components/list-filters'
import { ListNoResults } from '../../../_components/list-no-results'
import { ListProblems } from '../../../_components/list-problems'
import { listQueryOf } from '../../../_components/list-url'
import { MethodLink } from '../../../_components/method-link'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import { QueryNotice } from '../../../_components/query-notice'
import { RowsOfBefore } from '../../../_components/rows-of-before'
import { SortSelect } from '../../../_components/sort-select'
import { useAsOf } from '../../../_components/use-as-of'
import { useKeptAnswer } from '../../../_components/use-kept-answer'
import { useListView } from '../../../_components/use-list-view'
import { CardsHistory } from '../../_components/history/cards-history'
import { WindowSwitch } from '../../_components/history/window-switch'
import { CardChangesSection } from './card-changes-section'
import { GPU_COLUMNS, GPU_LIST_FIELDS, type GpuFilter } from './gpu-columns'
import { GpusTable } from './gpus-table'
import { SupplySection } from './supply-section'

const FILTERS: readonly FilterField<GpuFilter>[] = [
  { name: 'vram_gb', label: 'Memory, GB', any: 'Any size' },
  { name: 'region', label: 'Region', any: 'Any region' },
  { name: 'pipeline', label: 'Pipeline', any: 'Any pipeline' },
]
const PATH = '/gpus'

/** What hardware there is: by card, size, region and pipeline, with how many nodes report any, and how that went. */
export function GpusView({
  madeAt,
}: {
  /** When the page was made (ISO): what ages are of until scripts run. */
  madeAt: string
}) {
  const { problems, setView, ...view } = useListView(GPU_LIST_FIELDS)
  const asOf = useAsOf()
  const asked = useMemo(
    () => listQueryOf({ q: view.q, filters: view.filters }, GPU_LIST_FIELDS.filters),
    [view.q, view.filters],
  )
  const query = useKeptAnswer(useQuery({ ...gpusQuery(asked, asOf), placeholderData: keepPreviousData }))
  const { data } = query
  if (!data) return <NothingYet query={query} what="The list of cards" />
  const api = new URLSearchParams(asked)
  if (asOf !== null) api.set(AS_OF, asOf)
  const choose = (filter: GpuFilter, value: string) =>
    setView({ ...view, filters: { ...view.filters, [filter]: value } })
  return (
    <section aria-labelledby="gpus-title" className="min-w-0">
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h1 id="gpus-title" className="text-xl font-semibold">
            {finding(data.supply)}
          </h1>
          <p className="text-sm text-muted">
            The other nodes may have any. <span role="status">{shownWords(data)}</span>;{' '}
            <a href={`/api/v1/gpus${api.size > 0 ? `?${api}` : ''}`} className="link">
              the same as JSON
            </a>
            . <MethodLink part="coverage" />
          </p>
        </div>
        <div className="no-print flex flex-wrap gap-2">
          <SortSelect
            columns={GPU_COLUMNS}
            sort={view.sort}
            onChange={(sort) => setView({ ...view, sort })}
          />
          <CopyButton label="Copy link" text={() => window.location.href} />
        </div>
      </div>
      <ListProblems problems={problems} />
      <QueryNotice query={query} what="The list of cards" />
      <div className="mb-3">
        <ListFilters
          path={PATH}
          label="Search"
          placeholder="Card, model or pipeline"
          fields={FILTERS}
          facets={data.facets}
          view={view}
          onChange={setView}
        />
      </div>
      <div className="grid gap-4 lg:gap-5">
        <RowsOfBefore isWaiting={query.isWaiting}>
          {data.total === 0 ? (
            <Notice tone="plain" title="No node reports a card">
              None of the answers that count says what hardware its node has.
            </Notice>
          ) : data.count === 0 ? (
            <ListNoResults
              what="card"
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
            <GpusTable
              gpus={data.gpus}
              filters={view.filters}
              sort={view.sort}
              onSort={(sort) => setView({ ...view, sort })}
            />
          )}
        </RowsOfBefore>
        {data.total > 0 && <SupplySection supply={data.supply} onChoose={choose} />}
        <section aria-labelledby="card-history-title" className="min-w-0">
          <div className="mb-2 flex flex-wrap items-center justify-between gap-2">
            <h2 id="card-history-title" className="text-lg font-semibold">
              How it went
            </h2>
            <WindowSwitch />
          </div>
          <div className="grid min-w-0 gap-4 xl:grid-cols-2">
            <CardsHistory path="/api/v1/network" />
            <CardChangesSection name={null} madeAt={madeAt} />
          </div>
        </section>
      </div>
    </section>
  )
}

const finding = ({ cards, nodes_reporting, nodes_counted }: GpuSupplyDto): string =>
  `${formatPlural(cards, 'card')} reported by ${formatCount(nodes_reporting)} of ${formatPlural(nodes_counted, 'node')}`

const shownWords = ({ count, total }: { count: number; total: number }): string =>
  count === total
    ? `${formatPlural(total, 'kind')} of cards`
    : `${formatCount(count)} of ${formatPlural(total, 'kind')} of cards`
