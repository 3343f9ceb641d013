import { csvLine, csvText, csvValue } from '@/lib/domain/csv'
import { isList, valueText } from './field-value'
import { type Field, fieldOf, type ListSchema } from './list-schema'
import { readValue } from './read-value'

/** Further places are for programs, which take `n/d` as well. */
const MAX_PLACES = 30

/**
 * RFC 4180, for UTF-8 without a byte order mark: a header row, CRLF after every row. Nothing is empty, moments are
 * ISO 8601, lists are joined with ` | `, decimals are exact.
 */
export function toCsv<Row>(
  rows: readonly Row[],
  schema: ListSchema<Row>,
  /** Names of the columns, in order; null: all. */
  fields: readonly string[] | null,
): string {
  const columns = fields === null ? schema.fields : fields.map((name) => fieldOf(schema, name))
  const header = columns.map(({ name }) => name)
  return [header, ...rows.map((row) => columns.map((column) => cell(row, column)))].map(csvLine).join('')
}

function cell<Row>(row: Row, field: Field<Row>): string {
  const value = readValue(field, row)
  if (value === null) return ''
  if (isList(value)) return csvText(value.join(' | '))
  return typeof value === 'string'
    ? csvText(value)
    : csvValue(valueText(value, field.kind, { places: MAX_PLACES }))
}
