import { compareValues, type FieldValue, isList } from './field-value'
import type { Position, SortKey } from './list-query'
import { fieldOf, type ListSchema } from './list-schema'
import { readValue } from './read-value'

/** Nodes state texts of any length, and a cursor that holds them has to fit into a URL. */
const SORTED_LENGTH = 200

/** `-price_wei,latency_ms` */
export const sortText = (sort: readonly SortKey[]): string =>
  sort.map(({ field, isDescending }) => (isDescending ? `-${field}` : field)).join(',')

/** Reads where a row stands; done once per row, then compared often. */
export function positionReader<Row>(
  sort: readonly SortKey[],
  schema: ListSchema<Row>,
): (row: Row) => Position {
  const fields = sort.map(({ field }) => fieldOf(schema, field))
  return (row) => ({ values: fields.map((field) => sortValue(readValue(field, row))), id: schema.id(row) })
}

/** Rows without a value come last in both directions; ties are broken by id. */
export function comparePositions(sort: readonly SortKey[]): (a: Position, b: Position) => number {
  const signs = sort.map(({ isDescending }) => (isDescending ? -1 : 1))
  return (a, b) => {
    for (let i = 0; i < signs.length; i++) {
      const x = a.values[i] ?? null
      const y = b.values[i] ?? null
      if (x === y) continue
      if (x === null) return 1
      if (y === null) return -1
      const order = compareValues(x, y)
      if (order !== 0) return order * (signs[i] ?? 1)
    }
    return compareValues(a.id, b.id)
  }
}

function sortValue(value: FieldValue | readonly string[] | null): FieldValue | null {
  const first = isList(value) ? (value[0] ?? null) : value
  return typeof first === 'string' ? first.slice(0, SORTED_LENGTH) : first
}
