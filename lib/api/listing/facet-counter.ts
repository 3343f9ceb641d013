import { compareValues, isList, valueText } from './field-value'
import type { Filter } from './list-query'
import type { Field } from './list-schema'
import { readValue } from './read-value'

export interface FacetValue {
  /** As text, commas as they are; null: rows without a value. */
  readonly value: string | null
  readonly count: number
}

/** Counts the rows it is shown by the values of one field; a row with several values counts under each of them. */
export function createFacetCounter<Row>(field: Field<Row>) {
  const counts = new Map<string | null, number>()
  const add = (value: string | null, by: number) => counts.set(value, (counts.get(value) ?? 0) + by)
  return {
    field: field.name,
    count(row: Row): void {
      const value = readValue(field, row)
      if (value === null) add(null, 1)
      else if (!isList(value)) add(valueText(value, field.kind), 1)
      else for (const text of value.length > 1 ? new Set(value) : value) add(text, 1)
    },
    /** A chosen value stays visible, even when the other filters leave it nothing. */
    keep(filter: Filter): void {
      if (filter.field !== field.name || !(filter.operator === 'in' || filter.operator === 'all')) return
      for (const value of filter.values) add(valueText(value, field.kind), 0)
    },
    /** Most first, then by value, null last. */
    result: (): FacetValue[] =>
      [...counts]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count || compareFacetValues(a.value, b.value)),
  }
}

function compareFacetValues(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? 1 : -1
  return compareValues(a, b)
}
