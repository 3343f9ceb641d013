import type { ParameterError } from '../search-params'
import { type Filter, OPERATORS } from './list-query'
import type { ListSchema } from './list-schema'
import { parseFilter } from './parse-filter'

const MAX_FILTERS = 50

/** All parameters that are filters, in canonical order; one that is none is an error that says which are `known`. */
export function parseFilters<Row>(
  texts: ReadonlyMap<string, readonly string[]>,
  { schema, known: others }: { schema: ListSchema<Row>; known: readonly string[] },
): { readonly filters: readonly Filter[]; readonly errors: readonly ParameterError[] } {
  const filterable = schema.fields.filter(({ isFilter }) => isFilter).map(({ name }) => name)
  const known = [...new Set([...filterable, ...others])].join(', ')
  const filters: Filter[] = []
  const errors: ParameterError[] = []
  for (const [parameter, values] of texts) {
    const reading = parseFilter(parameter, values, schema)
    if (reading === null)
      errors.push({ parameter, detail: `is not a parameter of this list; known: ${known}` })
    else if (!reading.ok) errors.push({ parameter, detail: reading.detail })
    else if (filters.length === MAX_FILTERS)
      errors.push({ parameter, detail: `is one filter too many; up to ${MAX_FILTERS} are read` })
    else filters.push(reading.value)
  }
  const place = ({ field, operator }: Filter): number =>
    filterable.indexOf(field) * OPERATORS.length + OPERATORS.indexOf(operator)
  return { filters: filters.sort((a, b) => place(a) - place(b)), errors }
}
