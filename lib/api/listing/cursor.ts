import type { Decimal } from './decimal'
import type { FieldValue } from './field-value'
import type { Position, SortKey } from './list-query'
import { type Field, fieldOf, type ListSchema } from './list-schema'
import { sortText } from './sort-order'

/** A place in a sorted list as opaque text; the page after it begins with the first row that stands behind it. */
export const formatCursor = <Row>({ values, id }: Position, { sort, schema }: SortedList<Row>): string =>
  Buffer.from(JSON.stringify([`${schema.name} ${sortText(sort)}`, values.map(toJson), id])).toString(
    'base64url',
  )

export interface SortedList<Row> {
  readonly sort: readonly SortKey[]
  readonly schema: ListSchema<Row>
}

/** Null when it is none of ours, or belongs to another list, or to this one sorted otherwise. */
export function parseCursor<Row>(text: string, { sort, schema }: SortedList<Row>): Position | null {
  const parts = parseJson(Buffer.from(text, 'base64url').toString())
  if (!Array.isArray(parts)) return null
  const [, values, id]: unknown[] = parts
  if (!Array.isArray(values) || typeof id !== 'string') return null
  const position = {
    values: sort.map(({ field }, i) => fromJson(values[i], fieldOf(schema, field))),
    id,
  }
  // Whatever was lenient above (alphabet, padding, types, further parts): what we write is written in one way only.
  return formatCursor(position, { sort, schema }) === text ? position : null
}

const toJson = (value: FieldValue | null) =>
  typeof value === 'object' && value !== null ? `${value.numerator}/${value.denominator}` : value

/** Null for anything that is no value of the field. */
function fromJson<Row>(json: unknown, { kind }: Field<Row>): FieldValue | null {
  switch (kind) {
    case 'text':
      return typeof json === 'string' ? json : null
    case 'number':
    case 'moment':
      return typeof json === 'number' ? json : null
    case 'boolean':
      return typeof json === 'boolean' ? json : null
    case 'decimal':
      return typeof json === 'string' ? parseFraction(json) : null
  }
}

/** As it stands, neither bounded nor in lowest terms, since it was read from a row. */
function parseFraction(text: string): Decimal | null {
  const [, numerator, denominator] = /^(-?\d+)\/([1-9]\d*)$/.exec(text) ?? []
  if (numerator === undefined || denominator === undefined) return null
  return { numerator: BigInt(numerator), denominator: BigInt(denominator) }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null // not JSON, so no cursor either
  }
}
