'use client'

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react'
import { useMemo, useState, useTransition } from 'react'
import type { OfferingDto } from '@/lib/api/contract'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { formatCount, formatPlural } from '../../../_components/format'
import { formatSort, type OfferingSort } from '../../../_components/offering-url'
import { COLUMNS, type Column } from './columns'
import { OfferingRow } from './offering-row'
import { groupByUnit, sortOfferings } from './sort-offerings'

const PAGE = 100

export function OfferingsTable({
  offerings,
  sort,
  onSort,
}: {
  offerings: readonly OfferingDto[]
  sort: OfferingSort | null
  onSort: (sort: OfferingSort | null) => void
}) {
  // Another order begins at its top again: what was unfolded belongs to the order it was unfolded in.
  const order = sort ? formatSort(sort) : ''
  const [unfolded, setUnfolded] = useState({ order, limit: PAGE })
  const limit = unfolded.order === order ? unfolded.limit : PAGE
  const [isUnfolding, startUnfolding] = useTransition()
  const setLimit = (limit: number) => startUnfolding(() => setUnfolded({ order, limit }))
  const sorted = useMemo(() => sortOfferings(offerings, sort), [offerings, sort])
  const rest = sorted.length - limit
  const isGrouped = sort?.key === 'price'
  return (
    <div className="panel">
      <p role="status" className="sr-only">
        {sortSentence(sort)}
      </p>
      <table className="data-table card-table">
        <caption className="sr-only">Offerings. {sortSentence(sort)}</caption>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <HeaderCell key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        {isGrouped ? (
          <PriceGroups sorted={sorted} limit={limit} />
        ) : (
          <tbody>
            {sorted.slice(0, limit).map((offering) => (
              <OfferingRow key={offering.id} offering={offering} />
            ))}
          </tbody>
        )}
      </table>
      {rest > 0 && (
        <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-t border-line px-3 py-2">
          <p className="text-sm text-muted">
            {formatCount(limit)} of {formatPlural(sorted.length, 'row')} shown
          </p>
          <button
            type="button"
            className="button"
            // Disabled it would lose the focus.
            aria-busy={isUnfolding}
            onClick={() => setLimit(limit + PAGE)}
          >
            Show {formatCount(Math.min(PAGE, rest))} more
          </button>
          {rest > PAGE && (
            <button
              type="button"
              className="button"
              aria-busy={isUnfolding}
              onClick={() => setLimit(sorted.length)}
            >
              Show all {formatCount(sorted.length)}
            </button>
          )}
        </div>
      )}
    </div>
  )
}

/** Rows under a heading per unit: prices in unlike units do not compare. Counts are of the whole group. */
function PriceGroups({ sorted, limit }: { sorted: readonly OfferingDto[]; limit: number }) {
  const wholeGroups = groupByUnit(sorted)
  return groupByUnit(sorted.slice(0, limit)).map(({ unit, offerings }) => {
    const whole = wholeGroups.find((group) => group.unit === unit)
    return (
      <tbody key={unit ?? 'none'}>
        <tr className="group-row">
          <th scope="rowgroup" colSpan={COLUMNS.length} className="bg-hover text-xs font-medium!">
            {unit ? `Priced in ${UNIT_LABELS[unit]}` : 'Without a usable price'}{' '}
            <span className="font-normal text-muted">
              {formatPlural(whole?.offerings.length ?? 0, 'offering')}
            </span>
          </th>
        </tr>
        {offerings.map((offering) => (
          <OfferingRow key={offering.id} offering={offering} />
        ))}
      </tbody>
    )
  })
}

function HeaderCell({
  column: { key, label, width, isNumber },
  sort,
  onSort,
}: {
  column: Column
  sort: OfferingSort | null
  onSort: (sort: OfferingSort | null) => void
}) {
  const direction = sort?.key !== key ? null : sort.isDescending ? 'descending' : 'ascending'
  const Icon = direction === null ? ChevronsUpDown : direction === 'ascending' ? ArrowUp : ArrowDown
  // Up, down, and back to how the rows came.
  const next =
    direction === null
      ? { key, isDescending: false }
      : direction === 'ascending'
        ? { key, isDescending: true }
        : null
  return (
    <th scope="col" aria-sort={direction ?? undefined} className={`${width} ${isNumber ? 'number' : ''}`}>
      <button
        type="button"
        onClick={() => onSort(next)}
        className={`inline-flex min-h-6 items-center gap-1 rounded-md hover:text-text ${isNumber ? 'flex-row-reverse' : ''} ${direction ? 'font-semibold text-text' : ''}`}
      >
        {label}
        <Icon aria-hidden className={`size-3.5 shrink-0 ${direction ? '' : 'lg:max-xl:hidden'}`} />
      </button>
    </th>
  )
}

function sortSentence(sort: OfferingSort | null): string {
  const label = COLUMNS.find(({ key }) => key === sort?.key)?.label.toLowerCase()
  return sort && label
    ? `Sorted by ${label}, ${sort.isDescending ? 'descending' : 'ascending'}.`
    : 'In the order as listed.'
}
