/** What the address of the offerings page says: filters as the API reads them, the order of rows, and which one is open. */
import {
  AS_OF,
  FILTER_PARAMETERS,
  formatOfferingFilters,
  NO_FILTERS,
  type OfferingFilters,
  type ParameterError,
  parseOfferingFilters,
  READ_PARAMETERS,
} from '@/lib/api/search-params'
import { formatSort, parseSort, type TableSort } from './table-sort'

/** The page's names of orders, and what they are to the API: its fields, the last of which is turned around. */
const API_SORTS = {
  pipeline: ['pipeline'],
  model: ['model'],
  node: ['node_uri'],
  orchestrator: ['orchestrator'],
  region: ['region'],
  state: ['state'],
  // Unlike units do not compare: prices are in order within each.
  price: ['unit', 'price'],
  capacity: ['capacity_free'],
  gpu: ['gpu'],
  vram: ['vram_gb'],
  latency: ['latency_ms'],
  reached: ['reached_share'],
  // The youngest first: an age grows as its moment recedes.
  age: ['-observed_at'],
} as const
export type SortKey = keyof typeof API_SORTS
const SORT_KEYS = Object.keys(API_SORTS).filter((key): key is SortKey => key in API_SORTS)

export type OfferingSort = TableSort<SortKey>

/** The offering whose details are open. */
export const OPEN_OFFERING = 'offering'
/** How the table looks; the page reads them apart from what it shows. */
const LAYOUT_PARAMETERS = ['columns', 'density'] as const

/** Everything of the address that says which rows there are, and which is open. */
export const VIEW_PARAMETERS: readonly string[] = [...FILTER_PARAMETERS, 'sort', OPEN_OFFERING]

export interface OfferingView {
  readonly filters: OfferingFilters
  /** Null: as the server orders them. */
  readonly sort: OfferingSort | null
  /** The id of the offering whose details are open. */
  readonly open: string | null
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
  const open = rest.get(OPEN_OFFERING) || null
  for (const parameter of ['sort', AS_OF, OPEN_OFFERING, ...LAYOUT_PARAMETERS]) rest.delete(parameter)

  let result = parseOfferingFilters(rest)
  if (!result.ok) {
    problems.push(...result.errors)
    for (const { parameter } of result.errors) rest.delete(parameter)
    result = parseOfferingFilters(rest)
  }
  return { filters: result.ok ? result.filters : NO_FILTERS, sort, open, problems }
}

export function formatOfferingView({
  filters,
  sort,
  open = null,
}: {
  filters: OfferingFilters
  sort: OfferingSort | null
  open?: string | null
}): URLSearchParams {
  const params = formatOfferingFilters(filters)
  if (sort) params.set('sort', formatSort(sort))
  if (open !== null) params.set(OPEN_OFFERING, open)
  return params
}

/** The same rows asked of the API, in the same order. */
export function offeringsAsked(filters: OfferingFilters, sort: OfferingSort | null): URLSearchParams {
  const params = formatOfferingFilters(filters)
  if (sort) params.set('sort', apiSort(sort))
  return params
}

function apiSort({ key, isDescending }: OfferingSort): string {
  const fields: readonly string[] = API_SORTS[key]
  const last = fields.at(-1) ?? ''
  const turned = last.startsWith('-') ? last.slice(1) : `-${last}`
  return [...fields.slice(0, -1), isDescending ? turned : last].join(',')
}

/** The page that shows these offerings, now or as of a moment. */
export function offeringsHref(
  filters: Partial<OfferingFilters>,
  { sort = null, asOf = null }: { sort?: OfferingSort | null; asOf?: string | null } = {},
): string {
  const params = formatOfferingView({ filters: { ...NO_FILTERS, ...filters }, sort })
  if (asOf !== null) params.set(AS_OF, asOf)
  const query = params.toString()
  return query ? `/offerings?${query}` : '/offerings'
}

/** What is read of the address, older names included. */
export const isOfView = (parameter: string): boolean =>
  READ_PARAMETERS.includes(parameter) || VIEW_PARAMETERS.includes(parameter)

/** Search parameters as Next hands them to a page. */
export function toUrlSearchParams(
  params: Readonly<Record<string, string | string[] | undefined>>,
): URLSearchParams {
  const entries = Object.entries(params).flatMap(([key, value]) =>
    [value ?? []].flat().map((text) => [key, text]),
  )
  return new URLSearchParams(entries)
}
