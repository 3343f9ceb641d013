'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { modelsQuery } from '@/lib/api/queries/models'
import { AS_OF } from '@/lib/api/search-params'
import { CopyButton } from '../../../_components/copy-button'
import { formatCount, formatPlural } from '../../../_components/format'
import { type FilterField, ListFilters } from '../../../_components/list-filters'
import { ListNoResults } from '../../../_components/list-no-results'
import { ListProblems } from '../../../_components/list-problems'
import { listQueryOf } from '../../../_components/list-url'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import { PriceNotes } from '../../../_components/price-notes'
import { QueryNotice } from '../../../_components/query-notice'
import { RowsOfBefore } from '../../../_components/rows-of-before'
import { SortSelect } from '../../../_components/sort-select'
import { useAsOf } from '../../../_components/use-as-of'
import { useKeptAnswer } from '../../../_components/use-kept-answer'
import { useListView } from '../../../_components/use-list-view'
import { MODEL_COLUMNS, MODEL_LIST_FIELDS, type ModelFilter } from './model-columns'
import { ModelsTable } from './models-table'

const FILTERS: readonly FilterField<ModelFilter>[] = [
  { name: 'pipeline', label: 'Pipeline', any: 'Any pipeline' },
  { name: 'region', label: 'Region', any: 'Any region' },
  { name: 'gpu', label: 'GPU', any: 'Any GPU' },
]
const PATH = '/models'

/** Every model of the network with who serves it and at what price. */
export function ModelsView() {
  const { problems, setView, ...view } = useListView(MODEL_LIST_FIELDS)
  const asOf = useAsOf()
  const asked = useMemo(
    () => listQueryOf({ q: view.q, filters: view.filters }, MODEL_LIST_FIELDS.filters),
    [view.q, view.filters],
  )
  const query = useKeptAnswer(useQuery({ ...modelsQuery(asked, asOf), placeholderData: keepPreviousData }))
  const { data } = query
  if (!data) return <NothingYet query={query} what="The list of models" />
  const api = new URLSearchParams(asked)
  if (asOf !== null) api.set(AS_OF, asOf)
  return (
    <section aria-labelledby="models-title" className="min-w-0">
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h1 id="models-title" className="text-xl font-semibold">
            <span role="status">
              {formatCount(data.count)} of {formatPlural(data.total, 'model')}
            </span>
          </h1>
          <p className="text-sm text-muted">
            One row for each pipeline that a model is offered in;{' '}
            <a href={`/api/v1/models${api.size > 0 ? `?${api}` : ''}`} className="link">
              the same rows as JSON
            </a>
          </p>
        </div>
        <div className="no-print flex flex-wrap gap-2">
          <SortSelect
            columns={MODEL_COLUMNS}
            sort={view.sort}
            onChange={(sort) => setView({ ...view, sort })}
          />
          <CopyButton label="Copy link" text={() => window.location.href} />
        </div>
      </div>
      <ListProblems problems={problems} />
      <QueryNotice query={query} what="The list of models" />
      <div className="mb-3">
        <ListFilters
          path={PATH}
          label="Search"
          placeholder="Model, pipeline or card"
          fields={FILTERS}
          facets={data.facets}
          view={view}
          onChange={setView}
        />
      </div>
      <RowsOfBefore isWaiting={query.isWaiting}>
        {data.total === 0 ? (
          <Notice tone="plain" title="No node offers a model">
            None of the answers that count lists one, or a price for one.
          </Notice>
        ) : data.count === 0 ? (
          <ListNoResults
            what="model"
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
          <ModelsTable models={data.models} sort={view.sort} onSort={(sort) => setView({ ...view, sort })} />
        )}
      </RowsOfBefore>
      <PriceNotes ethUsd={data.eth_usd} />
    </section>
  )
}
