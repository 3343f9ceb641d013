import { ArrowDown, ArrowUp } from './icons'
import type { SortColumn, TableSort } from './table-sort'

/** The order of rows where no column headers are: on small screens. */
export function SortSelect<Key extends string>({
  columns,
  sort,
  onChange,
}: {
  columns: readonly SortColumn<Key>[]
  sort: TableSort<Key> | null
  onChange: (sort: TableSort<Key> | null) => void
}) {
  const choose = (value: string) => {
    const column = columns.find(({ key }) => key === value)
    onChange(column ? { key: column.key, isDescending: false } : null)
  }
  return (
    <div className="flex gap-1 lg:hidden">
      <select
        aria-label="Sort by"
        value={sort?.key ?? ''}
        onChange={(event) => choose(event.target.value)}
        className="button font-normal"
      >
        <option value="">As listed</option>
        {columns.map(({ key, label }) => (
          <option key={key} value={key}>
            By {label.toLowerCase()}
          </option>
        ))}
      </select>
      {sort && (
        <button
          type="button"
          className="button px-2"
          aria-label={
            sort.isDescending ? 'Descending; switch to ascending' : 'Ascending; switch to descending'
          }
          onClick={() => onChange({ ...sort, isDescending: !sort.isDescending })}
        >
          {sort.isDescending ? (
            <ArrowDown aria-hidden className="size-4" />
          ) : (
            <ArrowUp aria-hidden className="size-4" />
          )}
        </button>
      )}
    </div>
  )
}
