import { z } from 'zod'
import { facetValueDto } from './contract/facet-values'
import { listKeys } from './contract/list-keys'
import { LIST_FORMATS, type Operator } from './listing/list-query'
import type { Field, ListSchema } from './listing/list-schema'
import { parameterOf } from './listing/parameter-of'
import { operatorsOf } from './listing/parse-filter'
import type { ExampleDoc, OperationDoc, ParameterDoc } from './operation-doc'

export interface ListDocOptions {
  readonly summary: string
  readonly description?: string
  readonly row: z.ZodType
  readonly beside?: z.ZodRawShape
  readonly ownParameters?: readonly ParameterDoc[]
  readonly examples: readonly ExampleDoc[]
}

/** How a list is asked, from the schema that it is read by. */
export function listDoc<Row>(schema: ListSchema<Row>, options: ListDocOptions): OperationDoc {
  const { summary, description, row, beside = {}, ownParameters = [], examples } = options
  return {
    summary,
    ...(description !== undefined && { description }),
    tag: 'Catalog',
    parameters: [
      ...schema.fields.filter(({ isFilter }) => isFilter).flatMap(filterParameters),
      ...ownParameters,
      ...listParameters(schema),
    ],
    examples,
    answer: {
      status: 200,
      description: 'The rows that match, with counts by facet. With `fields` rows have those keys alone.',
      content: {
        'application/json': z.object({
          ...listKeys,
          facets: z.record(z.string(), z.array(facetValueDto)),
          ...beside,
          [schema.name]: z.array(row),
        }),
        'text/csv': null,
        'application/x-ndjson': null,
      },
    },
  }
}

const SAYS: Readonly<Record<Operator, (name: string) => string>> = {
  in: (name) => `\`${name}\` is any of these.`,
  not_in: (name) => `\`${name}\` is none of these; rows without a value stay.`,
  all: (name) => `\`${name}\` has each of these.`,
  gte: (name) => `\`${name}\` is at least this.`,
  gt: (name) => `\`${name}\` is more than this.`,
  lte: (name) => `\`${name}\` is at most this.`,
  lt: (name) => `\`${name}\` is less than this.`,
  exists: (name) => `Whether \`${name}\` has a value.`,
}

const filterParameters = <Row>(field: Field<Row>): ParameterDoc[] =>
  operatorsOf(field).map((operator) => ({
    name: parameterOf({ field: field.name, operator }),
    in: 'query',
    description: [SAYS[operator](field.name), ...(field.guard ? ['Goes with exactly one `unit`.'] : [])].join(
      ' ',
    ),
    schema: operator === 'exists' ? { type: 'boolean' } : valueSchema(field),
    isList: operator === 'in' || operator === 'not_in' || operator === 'all',
  }))

function valueSchema<Row>(field: Field<Row>): Record<string, unknown> {
  switch (field.kind) {
    case 'text':
      return { type: 'string', ...(field.values && { enum: field.values }) }
    case 'number':
      return { type: 'number' }
    case 'decimal':
      return { type: 'string', description: 'A decimal amount such as 3000, 0.4 or 1e6.' }
    case 'boolean':
      return { type: 'boolean' }
    case 'moment':
      return { type: 'string', description: 'Such as 2026-01-31 or 2026-01-31T12:00:00Z.' }
  }
}

function listParameters<Row>({ fields, includes, defaultLimit, maxLimit }: ListSchema<Row>): ParameterDoc[] {
  const sortable = fields.filter(({ isSort }) => isSort).map(({ name }) => name)
  const query = (
    name: string,
    description: string,
    schema: ParameterDoc['schema'],
    isList = false,
  ): ParameterDoc => ({
    name,
    in: 'query',
    description,
    schema,
    isList,
  })
  return [
    query('q', 'Words, or "a phrase", that all stand somewhere in a row.', {
      type: 'string',
      maxLength: 200,
    }),
    query(
      'sort',
      'By these, the first one first; a minus is descending. Rows without a value come last either way.',
      { type: 'string', enum: sortable.flatMap((name) => [name, `-${name}`]) },
      true,
    ),
    query('limit', 'Rows of one page.', {
      type: 'integer',
      minimum: 1,
      maximum: maxLimit,
      default: defaultLimit,
    }),
    query('cursor', '`next_cursor` of the page before.', { type: 'string' }),
    query('fields', 'Only these.', { type: 'string', enum: fields.map(({ name }) => name) }, true),
    ...(includes.length === 0
      ? []
      : [
          query(
            'include',
            'Also these, which are left out otherwise; CSV has columns alone.',
            { type: 'string', enum: includes },
            true,
          ),
        ]),
    query('format', 'CSV and NDJSON hold all rows that match, without pages.', {
      type: 'string',
      enum: LIST_FORMATS,
    }),
  ]
}
