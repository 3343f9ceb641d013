import { createKept } from '../create-kept'
import { type Column, createColumn } from './column'
import type { FieldValue } from './field-value'
import { filterRows } from './filter-rows'
import type { Filter, SortKey } from './list-query'
import { fieldOf, type ListSchema } from './list-schema'
import { parameterOf } from './parameter-of'
import { RANK, rankedSchema } from './ranked-schema'
import type { Ranks } from './ranks'
import { rowId } from './row-id'
import { allRows, type RowSet } from './row-set'
import { createSearchIndex, type SearchIndex } from './search-text'
import { orderOf, sortText } from './sort-order'

/** Rows made ready to be asked many questions; each part is made for the first one that needs it. */
export interface ListIndex<Row> {
  readonly rows: readonly Row[]
  readonly schema: ListSchema<Row>
  column(field: string): Column
  readonly all: RowSet
  /** The rows that pass. */
  passing(filter: Filter): RowSet
  /** All rows in this order, by their numbers. */
  order(sort: readonly SortKey[]): Int32Array
  search(): SearchIndex
}

/** Clients filter and sort in a few ways; a stranger may ask for any number of them. */
const MAX_KEPT_ORDERS = 32
const MAX_KEPT_FILTERS = 256

export function createListIndex<Row>(rows: readonly Row[], schema: ListSchema<Row>): ListIndex<Row> {
  const columns = new Map<string, Column>()
  const orders = createKept<Int32Array>(MAX_KEPT_ORDERS)
  const passing = createKept<RowSet>(MAX_KEPT_FILTERS)
  let search: SearchIndex | null = null
  let ids: Column | null = null
  const column = (name: string): Column => {
    const known = columns.get(name) ?? createColumn(rows, fieldOf(schema, name))
    columns.set(name, known)
    return known
  }
  return {
    rows,
    schema,
    all: allRows(rows.length),
    column,
    passing: (filter) => passing(filterText(filter), () => filterRows(filter, column(filter.field))),
    order: (sort) =>
      orders(sortText(sort), () => {
        ids ??= createColumn(rows, { name: 'id', kind: 'text', read: (row) => rowId(row, schema) })
        return orderOf(
          sort.map(({ field, isDescending }) => ({
            column: column(field),
            isDescending,
            unknown: fieldOf(schema, field).unknown,
          })),
          ids,
        )
      }),
    search() {
      search ??= createSearchIndex(rows, schema.searched)
      return search
    },
  }
}

/** The same rows with their places; whatever these do not change is made once for all of them. */
export function createRankedIndex<Row>(plain: ListIndex<Row>, ranks: Ranks): ListIndex<Row> {
  const own = createListIndex(plain.rows, rankedSchema(plain.schema, ranks))
  return {
    ...plain,
    schema: own.schema,
    column: (field) => (field === RANK ? own : plain).column(field),
    passing: (filter) => (filter.field === RANK ? own : plain).passing(filter),
    order: (sort) => (sort.some(({ field }) => field === RANK) ? own : plain).order(sort),
  }
}

/** Equal filters of one list have equal texts. */
function filterText(filter: Filter): string {
  const values = 'values' in filter ? filter.values : [filter.value]
  return `${parameterOf(filter)} ${values.map(keyText).join('')}`
}

/** Told apart from its neighbours by its length. */
function keyText(value: FieldValue): string {
  const text = typeof value === 'object' ? `${value.numerator}/${value.denominator}` : String(value)
  return `${text.length} ${text}`
}
