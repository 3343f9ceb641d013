import { type FieldValue, isList } from './field-value'
import type { Field } from './list-schema'

/** What a row says: null for nothing, an empty text and an empty list included. */
export function readValue<Row>(field: Field<Row>, row: Row): FieldValue | readonly string[] | null {
  const value = field.read(row)
  if (!isList(value)) return value === '' ? null : value
  const stated = value.includes('') ? value.filter((text) => text !== '') : value
  return stated.length === 0 ? null : stated
}
