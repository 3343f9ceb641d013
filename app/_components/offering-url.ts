/** What the address of the offerings page says: filters as the API reads them, and the order of rows. */
import {
  AS_OF,
  formatOfferingFilters,
  NO_FILTERS,
  type OfferingFilters,
  type ParameterError,
  parseOfferingFilters,
} from '@/lib/api/search-params'
import { formatSort, parseSort, type TableSort } from './table-sort'

export const SORT_KEYS = [
  'pipeline',
  'model',
  'node',
  'state',
  'price',
  'capacity',
  'gpu',
  'latency',
  'age',
] as const
export type SortKey = (typeof SORT_KEYS)[number]

export type OfferingSort = TableSort<SortKey>

export interface OfferingView {
  readonly filters: OfferingFilters
  /** Null: as the server orders them. */
  readonly sort: OfferingSort | null
  /** Parameters left out because they cannot be read. */
  readonly problems: readonly ParameterError[]
}

/** Never fails: a parameter that cannot be read is left out and reported, the others hold. */
export function parseOfferingView(params: URLSearchParams): OfferingView {
  const rest = new URLSearchParams(params)
  const problems: ParameterError[] = []

  const sortText = rest.get('sort')
  const sort = sortText === null ? null : parseSort(sortText, SORT_KEYS)
  if (sortText && !sort)
    problems.push({
      parameter: 'sort',
      detail: `"${sortText}" is not one of ${SORT_KEYS.join(', ')}, with or without a minus sign`,
    })
  rest.delete('sort')
  rest.delete(AS_OF)

  let result = parseOfferingFilters(rest)
  if (!result.ok) {
    problems.push(...result.errors)
    for (const { parameter } of result.errors) rest.delete(parameter)
    result = parseOfferingFilters(rest)
  }
  return { filters: result.ok ? result.filters : NO_FILTERS, sort, problems }
}

export function formatOfferingView(filters: OfferingFilters, sort: OfferingSort | null): URLSearchParams {
  const params = formatOfferingFilters(filters)
  if (sort) params.set('sort', formatSort(sort))
  return params
}

/** The page that shows these offerings, now or as of a moment. */
export function offeringsHref(
  filters: Partial<OfferingFilters>,
  { sort = null, asOf = null }: { sort?: OfferingSort | null; asOf?: string | null } = {},
): string {
  const params = formatOfferingView({ ...NO_FILTERS, ...filters }, sort)
  if (asOf !== null) params.set(AS_OF, asOf)
  const query = params.toString()
  return query ? `/offerings?${query}` : '/offerings'
}

/** Search parameters as Next hands them to a page. */
export function toUrlSearchParams(
  params: Readonly<Record<string, string | string[] | undefined>>,
): URLSearchParams {
  const entries = Object.entries(params).flatMap(([key, value]) =>
    [value ?? []].flat().map((text) => [key, text]),
  )
  return new URLSearchParams(entries)
}
