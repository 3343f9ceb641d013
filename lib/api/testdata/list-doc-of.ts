import { ENDPOINTS } from '../endpoints'
import type { ParameterDoc } from '../operation-doc'

/** The lists of the catalog by their names, which are the keys of their rows. */
export const LIST_NAMES = [
  'offerings',
  'models',
  'orchestrators',
  'gpus',
  'pipelines',
  'regions',
  'prices',
] as const
export type ListName = (typeof LIST_NAMES)[number]

/** What the table says of a list's parameters. */
export function parametersOf(name: ListName): readonly ParameterDoc[] {
  const endpoint = ENDPOINTS.find(({ path }) => path === `/api/v1/${name}`)
  return endpoint?.operations.GET?.doc.parameters ?? []
}

/** By which a list can be sorted, descending ones with a minus. */
export function sortsOf(name: ListName): readonly [string, ...string[]] {
  const { schema } = parametersOf(name).find((parameter) => parameter.name === 'sort') ?? {}
  const [first, ...others] = Array.isArray(schema?.enum) ? schema.enum.map(String) : []
  if (first === undefined) throw new Error(`${name} cannot be sorted`)
  return [first, ...others]
}

/** Fields whose parameters say that they go with one unit alone. */
export const pricedFieldsOf = (name: ListName): readonly string[] => [
  ...new Set(
    parametersOf(name)
      .filter(({ description }) => description.includes('exactly one `unit`'))
      .map((parameter) => parameter.name.replace(/\[.*$/, '')),
  ),
]
