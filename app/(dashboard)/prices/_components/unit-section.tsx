'use client'

import Link from 'next/link'
import { type ReactNode, useMemo } from 'react'
import type { PriceDto } from '@/lib/api/contract/price'
import type { PriceRowDto } from '@/lib/api/contract/price-row'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { Abbreviated } from '../../../_components/abbreviated'
import { CellLabel } from '../../../_components/cell-label'
import { formatCount, formatNumber, formatPlural } from '../../../_components/format'
import { KIND_WORDS } from '../../../_components/kind-words'
import { LongText } from '../../../_components/long-text'
import { modelHref, modelIdOf } from '../../../_components/model-href'
import { OrchestratorLink } from '../../../_components/orchestrator-link'
import { PriceAmount } from '../../../_components/price-amount'
import { ShowMore } from '../../../_components/show-more'
import { SortHeader } from '../../../_components/sort-header'
import { formatSort, type SortColumn, type TableSort } from '../../../_components/table-sort'
import { Unknown } from '../../../_components/unknown'
import { useKeepAsOf } from '../../../_components/use-as-of'
import { useUnfolding } from '../../../_components/use-unfolding'
import type { UnitGroup } from './group-by-unit'
import type { PriceSortKey } from './price-fields'
import { PriceRange } from './price-range'
import { priceScale } from './price-scale'
import { sortPrices } from './sort-prices'

const FIRST_ROWS = 5

const MODEL: SortColumn<PriceSortKey> = { key: 'model', label: 'Model', width: 'w-[24%]' }
const FLOOR: SortColumn<PriceSortKey> = { key: 'floor', label: 'Lowest', width: 'w-[15%]', isNumber: true }
const MEDIAN: SortColumn<PriceSortKey> = { key: 'median', label: 'Median', width: 'w-[10%]', isNumber: true }
const COUNT: SortColumn<PriceSortKey> = { key: 'n', label: 'Prices', width: 'w-[9%]', isNumber: true }

/** What models cost in one unit: a drawing on one scale, and the numbers. */
export function UnitSection({
  group: { unit, task, rows },
  sort,
  onSort,
}: {
  group: UnitGroup
  sort: TableSort<PriceSortKey> | null
  onSort: (sort: TableSort<PriceSortKey> | null) => void
}) {
  const unfolding = useUnfolding(`${unit} ${sort ? formatSort(sort) : ''}`, FIRST_ROWS)
  const scale = useMemo(() => priceScale(rows), [rows])
  const sorted = useMemo(() => sortPrices(rows, sort), [rows, sort])
  const id = `unit-${unit}`
  const dollars = task === null ? '' : `; dollars for one ${task}`
  return (
    <section aria-labelledby={id} className="panel min-w-0">
      <h2 id={id} className="px-3 pt-3 text-lg font-semibold">
        In {UNIT_LABELS[unit]}
      </h2>
      <p className="px-3 pb-1 text-sm text-muted">
        {formatPlural(rows.length, 'model')}
        {dollars}. A line from the lowest price to the highest, a bar over the middle half, a mark at the
        median
        {scale?.isLog && '; the scale is logarithmic'}.
      </p>
      <table className="data-table card-table">
        <caption className="sr-only">
          What models cost in {UNIT_LABELS[unit]}
          {dollars}
        </caption>
        <thead>
          <tr>
            <SortHeader column={MODEL} sort={sort} onSort={onSort} />
            <SortHeader column={FLOOR} sort={sort} onSort={onSort} />
            <th scope="col" className="number w-[10%]">
              First quartile
            </th>
            <SortHeader column={MEDIAN} sort={sort} onSort={onSort} />
            <th scope="col" className="number w-[10%]">
              Third quartile
            </th>
            <th scope="col" className="number w-[10%]">
              Highest
            </th>
            <th scope="col" className="w-[12%]">
              Spread
            </th>
            <SortHeader column={COUNT} sort={sort} onSort={onSort} />
          </tr>
        </thead>
        <tbody>
          {sorted.slice(0, unfolding.limit).map((row) => (
            <Row
              key={JSON.stringify([row.kind, row.pipeline, row.model])}
              row={row}
              namesTask={task === null}
            >
              {scale && <PriceRange row={row} scale={scale} />}
            </Row>
          ))}
        </tbody>
      </table>
      <ShowMore total={sorted.length} unfolding={unfolding} page={20} />
    </section>
  )
}

function Row({
  row,
  namesTask,
  children,
}: {
  row: PriceRowDto
  /** Whether dollars are for another task in each row. */
  namesTask: boolean
  children: ReactNode
}) {
  const { kind, pipeline, n, zero, missing, implausible, cheapest, spread } = row
  const keepAsOf = useKeepAsOf()
  const [first] = cheapest
  const task = namesTask ? row.median?.costs[0]?.label : undefined
  return (
    <tr>
      <th scope="row" className="wide">
        <CellLabel>Model</CellLabel>
        <Link href={keepAsOf(modelHref(modelIdOf(row)))} className="link font-medium">
          <Abbreviated text={modelIdOf(row)} max={48} />
        </Link>
        <span className="block text-xs text-muted">
          <LongText text={pipeline} max={40} what="pipeline name" />
          {KIND_WORDS[kind] !== null && `, ${KIND_WORDS[kind]}`}
          {task !== undefined && `; dollars per ${task}`}
        </span>
      </th>
      <td className="number wide">
        <CellLabel>Lowest</CellLabel>
        <Amount row={row} price={row.min} />
        {first && (
          <span className="block text-xs text-muted">
            with <OrchestratorLink address={first.orchestrator} name={first.orchestrator_name} />
            {cheapest.length > 1 && ` and ${formatCount(cheapest.length - 1)} more`}
          </span>
        )}
      </td>
      <td className="number max-lg:hidden">
        <Amount row={row} price={row.p25} />
      </td>
      <td className="number wide">
        <CellLabel>Median</CellLabel>
        <Amount row={row} price={row.median} />
      </td>
      <td className="number max-lg:hidden">
        <Amount row={row} price={row.p75} />
      </td>
      <td className="number max-lg:hidden">
        <Amount row={row} price={row.max} />
      </td>
      <td>
        <CellLabel>Spread</CellLabel>
        {children}
        {spread !== null && n > 1 && (
          <span className="block text-xs text-muted" title={`highest / lowest = ${spread}`}>
            {formatNumber(spread)}×
          </span>
        )}
      </td>
      <td className="number">
        <CellLabel>Prices</CellLabel>
        {formatCount(n)}
        <Aside count={zero} text="free" />
        <Aside count={missing} text="state none" />
        {implausible > 0 && (
          <a href="#set-aside" className="link block text-xs">
            {formatCount(implausible)} set aside
          </a>
        )}
      </td>
    </tr>
  )
}

const Aside = ({ count, text }: { count: number; text: string }) =>
  count === 0 ? null : (
    <span className="block text-xs text-muted">
      {formatCount(count)} {text}
    </span>
  )

function Amount({ row, price }: { row: PriceRowDto; price: PriceDto | null }) {
  if (price) return <PriceAmount price={price} isBrief />
  return (
    <Unknown
      reason={row.implausible > 0 ? 'No price that anybody can mean.' : 'No node states a price for it.'}
    />
  )
}
