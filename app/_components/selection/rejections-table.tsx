import type { RejectedDto } from '@/lib/api/contract/selection'
import { CellLabel } from '../cell-label'
import { displayText } from '../display-text'
import { OfferingPlace } from './offering-place'
import { OfferPrice } from './ranking-table'
import { RULE_LABELS } from './rule-words'

/** Who may not, by which rules, and what would have to be otherwise. */
export function RejectionsTable({ rejections }: { rejections: readonly RejectedDto[] }) {
  return (
    <table className="data-table card-table">
      <caption className="sr-only">Those that may not do it, nearest misses first</caption>
      <thead>
        <tr>
          <th scope="col" className="w-[30%]">
            Offering
          </th>
          <th scope="col" className="number w-[14%]">
            Price
          </th>
          <th scope="col" className="w-[56%]">
            Why not, and what would do
          </th>
        </tr>
      </thead>
      <tbody>
        {rejections.map((row) => (
          <tr key={row.offering_id}>
            <th scope="row" className="wide">
              <CellLabel>Offering</CellLabel>
              <OfferingPlace offering={row} />
            </th>
            <td className="number">
              <CellLabel>Price</CellLabel>
              <OfferPrice offering={row} />
            </td>
            <td className="wide">
              <CellLabel>Why not, and what would do</CellLabel>
              <ul className="grid gap-1 text-sm">
                {row.broken.map(({ rule, wanted, found, would_do }) => (
                  <li key={rule}>
                    <span className="font-medium">{RULE_LABELS[rule]}:</span> <bdi>{displayText(found)}</bdi>
                    <span className="text-muted">
                      , wanted <bdi>{displayText(wanted)}</bdi>
                    </span>
                    {would_do.length > 0 && (
                      <span className="block text-xs text-muted">
                        It would do if <bdi>{displayText(would_do.join(', or '))}</bdi>.
                      </span>
                    )}
                  </li>
                ))}
              </ul>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
