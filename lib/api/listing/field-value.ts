import { compareDecimals, type Decimal, decimalText } from './decimal'

/** One value of a field; a moment is a number. */
export type FieldValue = string | number | boolean | Decimal

/** `decimal` is exact; `moment` is a number of ms since 1970. */
export type FieldKind = 'text' | 'number' | 'decimal' | 'boolean' | 'moment'

/** Places within which a decimal must end to be written as one. */
const MAX_PLACES = 60

/** Only for values of one field. Texts by their code units, false before true. */
export function compareValues(a: FieldValue, b: FieldValue): number {
  if (typeof a === 'object' && typeof b === 'object') return compareDecimals(a, b)
  return a < b ? -1 : a > b ? 1 : 0
}

/** As a filter would write it. */
export function valueText(
  value: FieldValue,
  kind: FieldKind,
  { places = MAX_PLACES }: { places?: number } = {},
): string {
  if (typeof value === 'object') return decimalText(value, { places })
  return kind === 'moment' && typeof value === 'number' ? new Date(value).toISOString() : String(value)
}

export const isList = (value: FieldValue | readonly string[] | null): value is readonly string[] =>
  Array.isArray(value)
