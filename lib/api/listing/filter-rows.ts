import { type Column, NO_PLACE, placesBelow } from './column'
import type { FieldValue } from './field-value'
import type { Filter } from './list-query'
import { type RowSet, rowSet, rowsOfPlaces } from './row-set'

/** The rows that pass a filter. One without a value passes `not_in` and `exists` false alone. */
export function filterRows(filter: Filter, column: Column): RowSet {
  switch (filter.operator) {
    case 'in':
      return rowsWith(column, wantedPlaces(column, filter.values), (hits) => hits > 0)
    case 'not_in':
      return rowsWith(column, wantedPlaces(column, filter.values), (hits) => hits === 0)
    case 'all': {
      const { values } = filter
      return rowsWith(column, wantedPlaces(column, values), (hits) => hits === values.length)
    }
    case 'exists': {
      const wanted = new Uint8Array(column.values.length).fill(1)
      return rowsWith(column, wanted, (hits) => hits > 0 === filter.value)
    }
    default: {
      const wanted = new Uint8Array(column.values.length)
      const { operator, value } = filter
      const edge = placesBelow(column, value, { orEqual: operator === 'gt' || operator === 'lte' })
      if (operator === 'gte' || operator === 'gt') wanted.fill(1, edge)
      else wanted.fill(1, 0, edge)
      return rowsWith(column, wanted, (hits) => hits > 0)
    }
  }
}

/** By place, 1 for the values asked for. */
function wantedPlaces(column: Column, values: readonly FieldValue[]): Uint8Array {
  const wanted = new Uint8Array(column.values.length)
  for (const value of values) {
    const place = placesBelow(column, value, { orEqual: false })
    if (placesBelow(column, value, { orEqual: true }) > place) wanted[place] = 1
  }
  return wanted
}

/** Rows by how many of their values are wanted. */
function rowsWith(column: Column, wanted: Uint8Array, passes: (hits: number) => boolean): RowSet {
  const { isSingle, starts, places, placeOf } = column
  if (isSingle) {
    // Nearly all columns are such, and clients wait for this.
    const enough = new Uint8Array(wanted.length + 1)
    const [none, one] = [passes(0) ? 1 : 0, passes(1) ? 1 : 0]
    for (let place = 0; place < wanted.length; place++) enough[place + 1] = wanted[place] === 1 ? one : none
    enough[NO_PLACE + 1] = none
    return rowsOfPlaces(placeOf, enough)
  }
  const flags = new Uint8Array(placeOf.length)
  let at = 0
  for (let i = 0; i < flags.length; i++) {
    const end = starts[i + 1] ?? at
    let hits = 0
    for (; at < end; at++) hits += wanted[places[at] ?? 0] ?? 0
    if (passes(hits)) flags[i] = 1
  }
  return rowSet(flags)
}
