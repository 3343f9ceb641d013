import { parseDecimal } from './decimal'
import type { FieldValue } from './field-value'
import type { Field } from './list-schema'
import { parseMoment } from './parse-moment'
import { parseNumber } from './parse-number'

/** Null when the text is no value of this field; `expectedValue` says what would be. */
export function parseFieldValue<Row>(text: string, field: Field<Row>): FieldValue | null {
  switch (field.kind) {
    case 'text':
      return field.values === undefined || field.values.includes(text) ? text : null
    case 'number':
      return parseNumber(text)
    case 'decimal':
      return parseDecimal(text)
    case 'boolean':
      return text === 'true' || text === 'false' ? text === 'true' : null
    case 'moment':
      return parseMoment(text)
  }
}

export const expectedValue = <Row>(field: Field<Row>): string =>
  field.kind === 'text' ? `one of ${field.values?.join(', ')}` : EXPECTED[field.kind]

const EXPECTED = {
  number: 'a number such as 12, 0.5 or 1e6',
  decimal: 'a decimal amount such as 3000, 0.4 or 1e6, with at most 60 digits on either side of the point',
  boolean: 'true or false',
  moment: 'a moment such as 2026-01-31 or 2026-01-31T12:00:00Z (in a zone such as +02:00 write %2B)',
}
