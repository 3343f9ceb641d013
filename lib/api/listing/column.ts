import { compareValues, type FieldValue, isList } from './field-value'
import type { Field } from './list-schema'
import { readValue } from './read-value'

/**
 * One field of all rows as numbers. Rows say few different things: each distinct value has a number, its place in
 * ascending order, so that filters, orders and counts work on whole numbers alone.
 */
export interface Column {
  /** Ascending; equal fractions are one value. */
  readonly values: readonly FieldValue[]
  /** The values of row i are `places` from `starts[i]` up to `starts[i + 1]`, each once, in the row's order. */
  readonly starts: Int32Array
  readonly places: Int32Array
  /** No row has more than one value. */
  readonly isSingle: boolean
  /** By row, the place of its first value, or NO_PLACE. */
  readonly placeOf: Int32Array
}

export const NO_PLACE = -1

export function createColumn<Row>(rows: readonly Row[], field: Field<Row>): Column {
  const starts = new Int32Array(rows.length + 1)
  const seen: number[] = []
  const spellings = new Map<string | number | boolean, number>()
  const spelled: FieldValue[] = []
  const numberOf = (value: FieldValue): number => {
    const key = typeof value === 'object' ? `${value.numerator}/${value.denominator}` : value
    const known = spellings.get(key)
    if (known !== undefined) return known
    spellings.set(key, spelled.length)
    return spelled.push(value) - 1
  }
  for (const [i, row] of rows.entries()) {
    const value = readValue(field, row)
    if (isList(value)) for (const text of new Set(value)) seen.push(numberOf(text))
    else if (value !== null) seen.push(numberOf(value))
    starts[i + 1] = seen.length
  }
  const { values, placeOfSpelling } = inOrder(spelled)
  const places = Int32Array.from(seen, (number) => placeOfSpelling[number] ?? 0)
  const placeOf = Int32Array.from(rows, (_, i) => {
    const at = starts[i] ?? 0
    return at === starts[i + 1] ? NO_PLACE : (places[at] ?? NO_PLACE)
  })
  const isSingle = rows.every((_, i) => (starts[i + 1] ?? 0) - (starts[i] ?? 0) <= 1)
  return { values, starts, places, isSingle, placeOf }
}

/** Distinct values ascending, and for each spelling the place of its value among them. */
function inOrder(spelled: readonly FieldValue[]): { values: FieldValue[]; placeOfSpelling: Int32Array } {
  const values: FieldValue[] = []
  const placeOfSpelling = new Int32Array(spelled.length)
  const ascending = [...spelled.keys()].map((number) => ({ number, value: spelled[number] ?? 0 }))
  ascending.sort((a, b) => compareValues(a.value, b.value))
  for (const { number, value } of ascending) {
    const last = values.at(-1)
    if (last === undefined || compareValues(last, value) !== 0) values.push(value)
    placeOfSpelling[number] = values.length - 1
  }
  return { values, placeOfSpelling }
}

/** How many of the values are less than this one, or with `orEqual` at most it. */
export function placesBelow(
  { values }: Column,
  value: FieldValue,
  { orEqual }: { orEqual: boolean },
): number {
  let [low, high] = [0, values.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const order = compareValues(values[middle] ?? value, value)
    if (order < 0 || (orEqual && order === 0)) low = middle + 1
    else high = middle
  }
  return low
}
