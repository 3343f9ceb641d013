import { ArrowDown, ArrowUp, ChevronsUpDown } from './icons'
import { nextSort, type SortColumn, type TableSort } from './table-sort'

/** A column's header, which orders the rows by it. */
export function SortHeader<Key extends string>({
  column: { key, label, width, isNumber },
  sort,
  onSort,
}: {
  column: SortColumn<Key>
  sort: TableSort<Key> | null
  onSort: (sort: TableSort<Key> | null) => void
}) {
  const direction = sort?.key !== key ? null : sort.isDescending ? 'descending' : 'ascending'
  const Icon = direction === null ? ChevronsUpDown : direction === 'ascending' ? ArrowUp : ArrowDown
  return (
    <th scope="col" aria-sort={direction ?? undefined} className={`${width} ${isNumber ? 'number' : ''}`}>
      <button
        type="button"
        onClick={() => onSort(nextSort(sort, key))}
        className={`inline-flex min-h-6 items-center gap-1 rounded-md hover:text-text ${isNumber ? 'flex-row-reverse text-end' : 'text-start'} ${direction ? 'font-semibold text-text' : ''}`}
      >
        {label}
        <Icon aria-hidden className={`size-3.5 shrink-0 ${direction ? '' : 'lg:max-xl:hidden'}`} />
      </button>
    </th>
  )
}
