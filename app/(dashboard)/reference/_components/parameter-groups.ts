import type { ApiParameter } from './read-operations'

/** Parameters that are asked for together. */
export interface ParameterGroups {
  /** In the path, then in headers, then those of the query that stand alone. */
  readonly single: readonly ApiParameter[]
  /** Fields that are filtered by, each with the parameters that say how. */
  readonly filters: readonly FilterGroup[]
}

export interface FilterGroup {
  readonly field: string
  readonly parameters: readonly ApiParameter[]
}

/** `latency_ms[lte]` is the field `latency_ms` under the operator `lte`; without brackets it is `in`. */
export function splitName(name: string): { readonly field: string; readonly operator: string } {
  const [, field = name, operator = 'in'] = /^([^[\]]+)\[([^[\]]+)\]$/.exec(name) ?? []
  return { field, operator }
}

/** A field with more than one operator is a filter; whatever else there is stands alone. */
export function groupParameters(parameters: readonly ApiParameter[]): ParameterGroups {
  const byField = new Map<string, ApiParameter[]>()
  for (const parameter of parameters) {
    if (parameter.place !== 'query') continue
    const { field } = splitName(parameter.name)
    byField.set(field, [...(byField.get(field) ?? []), parameter])
  }
  const filters = [...byField].flatMap(([field, group]) =>
    group.length > 1 ? [{ field, parameters: group }] : [],
  )
  const isFilter = ({ name, place }: ApiParameter): boolean =>
    place === 'query' && (byField.get(splitName(name).field)?.length ?? 0) > 1
  const single = parameters.filter((parameter) => !isFilter(parameter))
  return { single: PLACES.flatMap((place) => single.filter((one) => one.place === place)), filters }
}

const PLACES = ['path', 'header', 'query'] as const
