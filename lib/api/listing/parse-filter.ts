import { compareValues, type FieldKind, type FieldValue } from './field-value'
import { type Filter, OPERATORS, type Operator, type RangeOperator } from './list-query'
import type { Field, ListSchema } from './list-schema'
import { parameterOf } from './parameter-of'
import { expectedValue, parseFieldValue } from './parse-field-value'
import { quoted, type Reading, readSingle, refused, taken } from './reading'
import { splitValues } from './value-list'

const MAX_VALUES = 100
const MAX_LENGTH = 1000

const RANGE: readonly RangeOperator[] = ['gte', 'gt', 'lte', 'lt']
const BY_KIND: Record<FieldKind, readonly Operator[]> = {
  text: ['in', 'not_in', 'all', 'exists'],
  number: ['in', 'not_in', ...RANGE, 'exists'],
  decimal: ['in', 'not_in', ...RANGE, 'exists'],
  boolean: ['in', 'not_in', 'exists'],
  moment: ['in', 'not_in', ...RANGE, 'exists'],
}

/** How a field can be filtered by. */
export const operatorsOf = <Row>({ kind }: Field<Row>): readonly Operator[] => BY_KIND[kind]

/** `field=a,b`, `field[operator]=a` as a filter; null when no field that can be filtered by is called so. */
export function parseFilter<Row>(
  parameter: string,
  texts: readonly string[],
  { fields }: ListSchema<Row>,
): Reading<Filter> | null {
  const [, name, asked] = /^([^[\]]+)(?:\[([^[\]]*)\])?$/.exec(parameter) ?? []
  const field = fields.find((candidate) => candidate.isFilter && candidate.name === name)
  if (!field) return null
  const operator = asked === undefined ? 'in' : OPERATORS.find((known) => known === asked && known !== 'in')
  if (operator === undefined || !operatorsOf(field).includes(operator))
    return refused(`is no filter of ${field.name}; there are ${filterParameters(field).join(', ')}`)

  switch (operator) {
    case 'exists': {
      const text = readSingle(texts)
      if (!text.ok) return text
      return text.value === 'true' || text.value === 'false'
        ? taken({ field: field.name, operator, value: text.value === 'true' })
        : refused(`${quoted(text.value)} is not true or false`)
    }
    case 'in':
    case 'not_in':
    case 'all': {
      const values = readValues(texts.flatMap(splitValues), field)
      return values.ok ? taken({ field: field.name, operator, values: distinct(values.value) }) : values
    }
    default: {
      const text = readSingle(texts)
      if (!text.ok) return text
      const value = parseFieldValue(text.value, field)
      return value === null
        ? refused(notExpected([text.value], field))
        : taken({ field: field.name, operator, value })
    }
  }
}

/** The parameters by which a field is filtered. */
const filterParameters = <Row>(field: Field<Row>): string[] =>
  operatorsOf(field).map((operator) => parameterOf({ field: field.name, operator }))

function readValues<Row>(texts: readonly string[], field: Field<Row>): Reading<FieldValue[]> {
  if (texts.length > MAX_VALUES) return refused(`has ${texts.length} values; there may be ${MAX_VALUES}`)
  if (texts.includes(''))
    return refused(
      `has an empty value; leave it out, or ask for rows without one by ${field.name}[exists]=false`,
    )
  const long = texts.find((text) => text.length > MAX_LENGTH)
  if (long !== undefined) return refused(`${quoted(long)} is longer than ${MAX_LENGTH} characters`)
  const values: FieldValue[] = []
  const wrong: string[] = []
  for (const text of texts) {
    const value = parseFieldValue(text, field)
    if (value === null) wrong.push(text)
    else values.push(value)
  }
  return wrong.length > 0 ? refused(notExpected(wrong, field)) : taken(values)
}

const notExpected = <Row>(texts: readonly string[], field: Field<Row>): string =>
  `${quoted(texts.join(','))} is not ${expectedValue(field)}`

const distinct = (values: readonly FieldValue[]): FieldValue[] =>
  values
    .toSorted(compareValues)
    .filter((value, i, sorted) => i === 0 || compareValues(value, sorted[i - 1] ?? value) !== 0)
