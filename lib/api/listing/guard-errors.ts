import type { ParameterError } from '../search-params'
import type { Filter, SortKey } from './list-query'
import { fieldOf, type ListSchema } from './list-schema'
import { parameterOf } from './parameter-of'

/** What fields object to with these filters: being filtered by, or being sorted by. */
export function guardErrors<Row>(
  filters: readonly Filter[],
  { sort, schema }: { sort: readonly SortKey[]; schema: ListSchema<Row> },
): ParameterError[] {
  const uses = [
    ...filters.map((filter) => ({
      parameter: parameterOf(filter),
      field: filter.field,
      subject: '',
      before: [],
    })),
    ...sort.map(({ field }, at) => ({
      parameter: 'sort',
      field,
      subject: `${field}: `,
      before: sort.slice(0, at).map((key) => key.field),
    })),
  ]
  return uses.flatMap(({ parameter, field, subject, before }) => {
    const detail = fieldOf(schema, field).guard?.(filters, before) ?? null
    return detail === null ? [] : [{ parameter, detail: `${subject}${detail}` }]
  })
}
