import { type Column, NO_PLACE, placesBelow } from './column'
import type { FieldValue } from './field-value'
import type { Filter } from './list-query'
import { type RowSet, rowSet } from './row-set'

/** The rows that pass a filter. One without a value passes `not_in` and `exists` false alone. */
export const filterRows = (filter: Filter, column: Column): RowSet => rowSet(filterMask(filter, column))

/** By row, 1 for those that pass. */
function filterMask(filter: Filter, column: Column): Uint8Array {
  const { starts } = column
  switch (filter.operator) {
    case 'in':
      return maskOf(column, wantedPlaces(column, filter.values), (hits) => hits > 0)
    case 'not_in':
      return maskOf(column, wantedPlaces(column, filter.values), (hits) => hits === 0)
    case 'all': {
      const { values } = filter
      return maskOf(column, wantedPlaces(column, values), (hits) => hits === values.length)
    }
    case 'exists': {
      const mask = new Uint8Array(starts.length - 1)
      const wanted = filter.value
      for (let i = 0; i < mask.length; i++) mask[i] = (starts[i + 1] !== starts[i]) === wanted ? 1 : 0
      return mask
    }
    default: {
      const wanted = new Uint8Array(column.values.length)
      const { operator, value } = filter
      const edge = placesBelow(column, value, { orEqual: operator === 'gt' || operator === 'lte' })
      if (operator === 'gte' || operator === 'gt') wanted.fill(1, edge)
      else wanted.fill(1, 0, edge)
      return maskOf(column, wanted, (hits) => hits > 0)
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

function maskOf(column: Column, wanted: Uint8Array, passes: (hits: number) => boolean): Uint8Array {
  const { starts, places } = column
  const mask = new Uint8Array(starts.length - 1)
  if (column.isSingle) {
    // By place, whether one value is enough; nearly all columns are such, and clients wait for this loop.
    const enough = new Uint8Array(wanted.length + 1)
    for (let place = 0; place < wanted.length; place++) enough[place + 1] = passes(wanted[place] ?? 0) ? 1 : 0
    enough[NO_PLACE + 1] = passes(0) ? 1 : 0
    for (let i = 0; i < mask.length; i++) mask[i] = enough[(column.placeOf[i] ?? NO_PLACE) + 1] ?? 0
    return mask
  }
  let at = 0
  for (let i = 0; i < mask.length; i++) {
    const end = starts[i + 1] ?? at
    let hits = 0
    for (; at < end; at++) hits += wanted[places[at] ?? 0] ?? 0
    if (passes(hits)) mask[i] = 1
  }
  return mask
}
