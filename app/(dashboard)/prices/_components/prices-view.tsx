'use client'

import { keepPreviousData, useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { useId, useMemo } from 'react'
import type { PriceSeriesDto } from '@/lib/api/contract/history'
import type { PriceRowDto } from '@/lib/api/contract/price-row'
import { historyQuery } from '@/lib/api/queries/history'
import { modelPath } from '@/lib/api/queries/models'
import { pricesQuery } from '@/lib/api/queries/prices'
import { AS_OF } from '@/lib/api/search-params'
import { CopyButton } from '../../../_components/copy-button'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import { type FilterField, ListFilters } from '../../../_components/list-filters'
import { ListNoResults } from '../../../_components/list-no-results'
import { ListProblems } from '../../../_components/list-problems'
import { listQueryOf } from '../../../_components/list-url'
import { modelIdOf } from '../../../_components/model-href'
import { NothingYet } from '../../../_components/nothing-yet'
import { Notice } from '../../../_components/notice'
import { PriceNotes } from '../../../_components/price-notes'
import { QueryNotice } from '../../../_components/query-notice'
import { RowsOfBefore } from '../../../_components/rows-of-before'
import { useAsOf, useKeepAsOf } from '../../../_components/use-as-of'
import { useKeptAnswer } from '../../../_components/use-kept-answer'
import { useListView } from '../../../_components/use-list-view'
import { PriceHistory } from '../../_components/history/price-history'
import { priceTrend } from '../../_components/history/price-trend'
import { TREND } from '../../_components/history/trend'
import { WindowSwitch } from '../../_components/history/window-switch'
import { chosenModel } from './chosen-model'
import { groupByUnit } from './group-by-unit'
import { PRICE_LIST_FIELDS, type PriceFilter } from './price-fields'
import { pricesFinding } from './prices-finding'
import { SetAsideSection } from './set-aside-section'
import { UnitSection } from './unit-section'

const FILTERS: readonly FilterField<PriceFilter>[] = [
  { name: 'pipeline', label: 'Pipeline', any: 'Any pipeline' },
  { name: 'unit', label: 'Unit', any: 'Any unit' },
]
const PATH = '/prices'

/** What every model costs now, unit by unit, and how the price of one went. */
export function PricesView() {
  const { problems, setView, ...view } = useListView(PRICE_LIST_FIELDS)
  const [asked, setModel] = useQueryState(
    'model',
    parseAsString.withDefault('').withOptions({ history: 'push', shallow: true, scroll: false }),
  )
  const asOf = useAsOf()
  const keepAsOf = useKeepAsOf()
  const filters = useMemo(
    () => listQueryOf({ q: view.q, filters: view.filters }, PRICE_LIST_FIELDS.filters),
    [view.q, view.filters],
  )
  const query = useKeptAnswer(useQuery({ ...pricesQuery(asOf, filters), placeholderData: keepPreviousData }))
  const { data } = query
  const rows = data?.prices ?? []
  const model = chosenModel(asked, rows)
  const { pipeline = '', unit = '' } = view.filters
  const only = useMemo(
    () => (series: PriceSeriesDto) =>
      (pipeline === '' || series.pipeline === pipeline) && (unit === '' || series.unit === unit),
    [pipeline, unit],
  )
  const { data: history } = useQuery({
    ...historyQuery(modelPath(model ?? ''), TREND, asOf),
    enabled: model !== null,
  })
  if (!data) return <NothingYet query={query} what="The list of prices" />
  const api = new URLSearchParams(filters)
  if (asOf !== null) api.set(AS_OF, asOf)
  return (
    <>
      <div className="mb-3 flex flex-wrap items-end gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-56">
          <h1 className="text-xl font-semibold break-words">
            <bdi>{pricesFinding(rows, { model, trend: priceTrend(history ?? null, only) })}</bdi>
          </h1>
          <p className="text-sm text-muted">
            <span role="status">
              {formatCount(data.count)} of {formatPlural(data.total, 'model')}
            </span>
            , one row for each pipeline and unit;{' '}
            <a href={`/api/v1/prices${api.size > 0 ? `?${api}` : ''}`} className="link">
              the same rows as JSON
            </a>
          </p>
        </div>
        <div className="no-print flex flex-wrap gap-2">
          <Link href={keepAsOf('/calculator')} className="button">
            Calculator
          </Link>
          <CopyButton label="Copy link" text={() => window.location.href} />
        </div>
      </div>
      <ListProblems problems={problems} />
      <QueryNotice query={query} what="The list of prices" />
      <div className="mb-3">
        <ListFilters
          path={PATH}
          label="Search"
          placeholder="Model or pipeline"
          fields={FILTERS}
          facets={data.facets}
          view={view}
          onChange={setView}
        />
      </div>
      <RowsOfBefore isWaiting={query.isWaiting} className="grid min-w-0 gap-5">
        {model !== null && (
          <section id="history" aria-labelledby="history-title" className="min-w-0">
            <div className="mb-2 flex flex-wrap items-end justify-between gap-2">
              <h2 id="history-title" className="text-lg font-semibold">
                How a price went
              </h2>
              <ModelChoice rows={rows} model={model} onChange={(next) => void setModel(next)} />
              <WindowSwitch />
            </div>
            <div className="grid min-w-0 gap-4">
              <PriceHistory path={modelPath(model)} only={only} />
            </div>
          </section>
        )}
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
          groupByUnit(rows).map((group) => (
            <UnitSection
              key={group.unit}
              group={group}
              sort={view.sort}
              onSort={(sort) => setView({ ...view, sort })}
            />
          ))
        )}
        <SetAsideSection />
      </RowsOfBefore>
      <PriceNotes ethUsd={data.eth_usd} />
    </>
  )
}

function ModelChoice({
  rows,
  model,
  onChange,
}: {
  rows: readonly PriceRowDto[]
  model: string
  onChange: (model: string) => void
}) {
  const id = useId()
  const names = [...new Set([...rows.map(modelIdOf), model])].sort()
  return (
    <label htmlFor={id} className="no-print grid min-w-0 gap-1 text-xs font-semibold">
      Model
      <select
        id={id}
        value={model}
        onChange={(event) => onChange(event.target.value)}
        className="field font-normal"
      >
        {names.map((name) => (
          <option key={name} value={name}>
            {shortenMiddle(displayText(name), 48)}
          </option>
        ))}
      </select>
    </label>
  )
}
