'use client'

import { useMemo } from 'react'
import type { OfferingDto } from '@/lib/api/contract/offering'
import { UNIT_LABELS } from '@/lib/domain/pipeline'
import { formatPlural } from '../../../../_components/format'
import { ShowMore } from '../../../../_components/show-more'
import { SortHeader } from '../../../../_components/sort-header'
import { formatSort, sortSentence } from '../../../../_components/table-sort'
import { useUnfolding } from '../../../../_components/use-unfolding'
import { OWN_OFFERING_COLUMNS as COLUMNS, type OwnSort } from './own-offering-columns'
import { OwnOfferingRow } from './own-offering-row'
import { groupByUnit, sortOfferings } from './sort-offerings'

/** What one orchestrator offers, all of it. */
export function OwnOfferingsTable({
  offerings,
  sort,
  onSort,
}: {
  offerings: readonly OfferingDto[]
  sort: OwnSort | null
  onSort: (sort: OwnSort | null) => void
}) {
  const unfolding = useUnfolding(sort ? formatSort(sort) : '')
  const { limit } = unfolding
  const sorted = useMemo(() => sortOfferings(offerings, sort), [offerings, sort])
  const isGrouped = sort?.key === 'price'
  return (
    <div className="panel">
      <p role="status" className="sr-only">
        {sortSentence(sort, COLUMNS)}
      </p>
      <table className="data-table card-table">
        <caption className="sr-only">Offerings. {sortSentence(sort, COLUMNS)}</caption>
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <SortHeader key={column.key} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        {isGrouped ? (
          <PriceGroups sorted={sorted} limit={limit} />
        ) : (
          <tbody>
            {sorted.slice(0, limit).map((offering) => (
              <OwnOfferingRow key={offering.id} offering={offering} />
            ))}
          </tbody>
        )}
      </table>
      <ShowMore total={sorted.length} unfolding={unfolding} />
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
          <OwnOfferingRow key={offering.id} offering={offering} />
        ))}
      </tbody>
    )
  })
}
