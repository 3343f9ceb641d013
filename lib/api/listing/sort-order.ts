import { type Column, NO_PLACE } from './column'
import { compareValues, type FieldValue, isList } from './field-value'
import type { Position, SortKey } from './list-query'
import { fieldOf, type ListSchema } from './list-schema'
import { readValue } from './read-value'
import { rowId } from './row-id'

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
  return (row) => ({
    values: fields.map((field) => knownValue(sortValue(readValue(field, row)), field.unknown)),
    id: rowId(row, schema),
  })
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

/**
 * The numbers of all rows in order: the same order as that of their positions, told from whole numbers.
 * `ids` has one value per row.
 */
export function orderOf(
  keys: readonly {
    readonly column: Column
    readonly isDescending: boolean
    /** The text that says that there is no value. */
    readonly unknown?: string | undefined
  }[],
  ids: Column,
): Int32Array {
  const ranked = keys.map(({ column, isDescending, unknown }) => ({
    ranks: ranksOf(column, unknown),
    sign: isDescending ? -1 : 1,
  }))
  const order = Int32Array.from(ids.places.keys())
  return order.sort((a, b) => {
    for (const { ranks, sign } of ranked) {
      const x = ranks[a] ?? NO_VALUE
      const y = ranks[b] ?? NO_VALUE
      if (x === y) continue
      if (x === NO_VALUE) return 1
      if (y === NO_VALUE) return -1
      return (x - y) * sign
    }
    return (ids.places[a] ?? 0) - (ids.places[b] ?? 0)
  })
}

const NO_VALUE = -1

/** By row, the rank of what it is sorted by; values that are alike as far as they are looked at have one rank. */
function ranksOf({ values, placeOf }: Column, unknown: string | undefined): Int32Array {
  const rankOfPlace = new Int32Array(values.length)
  let rank = -1
  let last: FieldValue | null = null
  for (const [place, value] of values.entries()) {
    const sorted = sortValue(value)
    if (sorted !== last) rank += 1
    last = sorted
    rankOfPlace[place] = knownValue(sorted, unknown) === null ? NO_VALUE : rank
  }
  return placeOf.map((place) => (place === NO_PLACE ? NO_VALUE : (rankOfPlace[place] ?? NO_VALUE)))
}

const knownValue = (value: FieldValue | null, unknown: string | undefined): FieldValue | null =>
  value === unknown ? null : value

function sortValue(value: FieldValue | readonly string[] | null): FieldValue | null {
  const first = isList(value) ? (value[0] ?? null) : value
  return typeof first === 'string' ? first.slice(0, SORTED_LENGTH) : first
}
