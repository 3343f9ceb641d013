import { compareValues, type FieldValue, isList } from './field-value'
import type { Filter } from './list-query'
import type { Field } from './list-schema'
import { readValue } from './read-value'

/** Whether a row passes a filter. A row without a value passes `not_in` and `exists` false alone. */
export function filterTest<Row>(filter: Filter, field: Field<Row>): (row: Row) => boolean {
  switch (filter.operator) {
    case 'in': {
      const isWanted = memberTest(filter.values)
      return (row) => {
        const value = readValue(field, row)
        return isList(value) ? value.some(isWanted) : value !== null && isWanted(value)
      }
    }
    case 'not_in': {
      const isUnwanted = memberTest(filter.values)
      return (row) => {
        const value = readValue(field, row)
        return isList(value) ? !value.some(isUnwanted) : value === null || !isUnwanted(value)
      }
    }
    case 'all': {
      const { values } = filter
      return (row) => {
        const value = readValue(field, row)
        const isThere = memberTest(isList(value) ? value : value === null ? [] : [value])
        return values.every(isThere)
      }
    }
    case 'exists':
      return (row) => (readValue(field, row) !== null) === filter.value
    default: {
      const isWithin = RANGES[filter.operator]
      return (row) => {
        const value = readValue(field, row)
        return value !== null && !isList(value) && isWithin(compareValues(value, filter.value))
      }
    }
  }
}

const RANGES = {
  gte: (order: number) => order >= 0,
  gt: (order: number) => order > 0,
  lte: (order: number) => order <= 0,
  lt: (order: number) => order < 0,
}

/** Decimals are equal as fractions, not as objects. */
function memberTest(values: readonly FieldValue[]): (value: FieldValue) => boolean {
  const known = new Set(values)
  return (value) =>
    typeof value === 'object' ? values.some((other) => compareValues(value, other) === 0) : known.has(value)
}
