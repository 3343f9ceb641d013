import type { ParameterError } from '../search-params'
import type { Filter, SortKey } from './list-query'
import { fieldOf, type ListSchema } from './list-schema'
import { parameterOf } from './parameter-of'

/** What fields object to with these filters: being filtered by, or being sorted by. */
export function guardErrors<Row>(
  filters: readonly Filter[],
  { sort, schema }: { sort: readonly SortKey[]; schema: ListSchema<Row> },
): ParameterError[] {
  const objection = (name: string): string | null => fieldOf(schema, name).guard?.(filters) ?? null
  const uses = [
    ...filters.map((filter) => ({ parameter: parameterOf(filter), field: filter.field, subject: '' })),
    ...sort.map(({ field }) => ({ parameter: 'sort', field, subject: `${field}: ` })),
  ]
  return uses.flatMap(({ parameter, field, subject }) => {
    const detail = objection(field)
    return detail === null ? [] : [{ parameter, detail: `${subject}${detail}` }]
  })
}
