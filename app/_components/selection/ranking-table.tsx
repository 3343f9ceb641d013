import type { RankedDto } from '@/lib/api/contract/selection'
import { Badge } from '../badge'
import { CellLabel } from '../cell-label'
import { formatNumber } from '../format'
import { CircleCheck } from '../icons'
import { Quantity } from '../quantity'
import { SHORT_UNITS } from '../short-units'
import { StateBadge } from '../state-badge'
import { SuspensionBadge } from '../suspension-badge'
import { Unknown } from '../unknown'
import { OfferingPlace } from './offering-place'
import { PART_NAMES } from './rule-words'

/** Who may do it, in order, with what the order is made of. */
export function RankingTable({
  ranking,
  chosenId,
}: {
  ranking: readonly RankedDto[]
  /** Null: nobody was. */
  chosenId: string | null
}) {
  return (
    <table className="data-table card-table">
      <caption className="sr-only">Those that may do it, in order</caption>
      <thead>
        <tr>
          <th scope="col" className="number w-[7%]">
            Place
          </th>
          <th scope="col" className="w-[29%]">
            Offering
          </th>
          <th scope="col" className="w-[10%]">
            State
          </th>
          <th scope="col" className="number w-[14%]">
            Price
          </th>
          <th scope="col" className="w-[28%]">
            Why there
          </th>
          <th scope="col" className="number w-[12%]">
            Chance
          </th>
        </tr>
      </thead>
      <tbody>
        {ranking.map((row) => (
          <tr key={row.offering_id}>
            <td className="number">
              <CellLabel>Place</CellLabel>
              {row.place}
            </td>
            <th scope="row" className="wide">
              <CellLabel>Offering</CellLabel>
              <OfferingPlace offering={row} />
            </th>
            <td>
              <CellLabel>State</CellLabel>
              <span className="inline-grid gap-1">
                <StateBadge state={row.state} />
                {row.trust !== 'trusted' && <SuspensionBadge state={row.trust} />}
              </span>
            </td>
            <td className="number">
              <CellLabel>Price</CellLabel>
              <OfferPrice offering={row} />
            </td>
            <td className="wide">
              <CellLabel>Why there</CellLabel>
              <Parts row={row} />
            </td>
            <td className="number">
              <CellLabel>Chance</CellLabel>
              <Quantity value={100 * row.probability} unit="%" />
              {row.offering_id === chosenId && (
                <span className="mt-1 block">
                  <Badge Icon={CircleCheck} tone="good">
                    Chosen
                  </Badge>
                </span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** Whose names say what is counted. */
const COUNTS: ReadonlySet<string> = new Set(['free-capacity', 'in-flight'])

function Parts({ row: { parts, score, demoted } }: { row: RankedDto }) {
  return (
    <span className="text-xs">
      {demoted.length > 0 && <span className="text-muted">comes later, being {demoted.join(' and ')}; </span>}
      {parts.map(({ part, value, unit, score: counted, weight }, i) => (
        <span key={part}>
          <span className="whitespace-nowrap">
            {PART_NAMES[part]}{' '}
            {value === null ? (
              <Unknown reason="Not known: it counts for nothing." />
            ) : (
              <>
                {formatNumber(value)}
                {!COUNTS.has(part) && ` ${unit}`}
              </>
            )}
          </span>
          {counted !== null && weight !== null && (
            <span className="text-muted whitespace-nowrap">
              {' '}
              ({formatNumber(counted)} × {formatNumber(weight)})
            </span>
          )}
          {i < parts.length - 1 && ', '}
        </span>
      ))}
      {parts.some(({ weight, score: counted }) => weight !== null && counted !== null) && (
        <span className="whitespace-nowrap"> = {formatNumber(score)}</span>
      )}
    </span>
  )
}

export function OfferPrice({ offering }: { offering: Pick<RankedDto, 'wei_per_unit' | 'unit'> }) {
  const { wei_per_unit, unit } = offering
  if (wei_per_unit === null) return <Unknown reason="No price is stated that can be used." />
  return (
    <>
      <Quantity value={wei_per_unit} />
      <span className="block text-xs text-muted">{SHORT_UNITS[unit]}</span>
    </>
  )
}
