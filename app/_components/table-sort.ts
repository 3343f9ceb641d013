/** The order of a table's rows, as the address says it: `price`, `-price`. */
export interface TableSort<Key extends string> {
  readonly key: Key
  readonly isDescending: boolean
}

/** A column that rows can be ordered by. */
export interface SortColumn<Key extends string> {
  readonly key: Key
  readonly label: string
  /** Share of the table's width on wide screens. */
  readonly width: string
  readonly isNumber?: boolean
}

export const formatSort = <Key extends string>({ key, isDescending }: TableSort<Key>): string =>
  isDescending ? `-${key}` : key

/** Null for what is no order of these. */
export function parseSort<Key extends string>(text: string, keys: readonly Key[]): TableSort<Key> | null {
  const isDescending = text.startsWith('-')
  const key = keys.find((known) => known === (isDescending ? text.slice(1) : text))
  return key ? { key, isDescending } : null
}

/** Up, down, and back to how the rows came. */
export function nextSort<Key extends string>(sort: TableSort<Key> | null, key: Key): TableSort<Key> | null {
  if (sort?.key !== key) return { key, isDescending: false }
  return sort.isDescending ? null : { key, isDescending: true }
}

export function sortSentence<Key extends string>(
  sort: TableSort<Key> | null,
  columns: readonly SortColumn<Key>[],
): string {
  const label = columns.find(({ key }) => key === sort?.key)?.label.toLowerCase()
  return sort && label
    ? `Sorted by ${label}, ${sort.isDescending ? 'descending' : 'ascending'}.`
    : 'In the order as listed.'
}
