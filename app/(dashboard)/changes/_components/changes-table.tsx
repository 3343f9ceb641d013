import { type FoldedChange, latestId } from '@/lib/api/contract/fold-changes'
import type { ShownChange } from './change-kinds'
import { ChangeRow } from './change-row'
import { formatDay } from './group-by-day'

/** What changed on one day, a row for what one sweep found alike at one node. */
export const ChangesTable = ({
  day,
  changes,
  listed,
}: {
  day: string
  changes: readonly FoldedChange<ShownChange>[]
  listed: ReadonlySet<string>
}) => (
  <table className="data-table card-table">
    <caption className="sr-only">Changes of {formatDay(day)}</caption>
    <thead>
      <tr>
        <th scope="col" className="w-[8%]">
          Found
        </th>
        <th scope="col" className="w-[14%]">
          What
        </th>
        <th scope="col" className="w-[36%]">
          Where
        </th>
        <th scope="col" className="w-[42%]">
          Before and after
        </th>
      </tr>
    </thead>
    <tbody>
      {changes.map((folded) => (
        <ChangeRow key={latestId(folded)} folded={folded} listed={listed} />
      ))}
    </tbody>
  </table>
)
