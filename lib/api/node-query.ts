import type { ListQuery } from './listing/list-query'
import { OFFERING_LIST, parseOfferingQuery } from './offering-list'
import type { ParameterError } from './search-params'

/** Which nodes are meant: those of which at least one offering fits, in the order of the best of each. */
export interface NodeQuery {
  /** About offerings, without pages. */
  readonly offerings: ListQuery
  /** How many nodes at most; null: all. */
  readonly limit: number | null
}

export type NodeQueryResult =
  | { readonly ok: true; readonly query: NodeQuery }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** Parameters of lists that choose nodes; pages, columns and formats are about rows. */
const LIST_PARAMETERS = ['q', 'sort', 'limit'] as const

/**
 * Nodes are asked for by the parameters of the list of offerings. What a policy says holds as well: its filters, its
 * search, the smaller limit, and its order where none is asked for.
 */
export function parseNodeQuery(
  params: URLSearchParams,
  { base, ownParameters = [] }: { base: NodeQuery | null; ownParameters?: readonly string[] },
): NodeQueryResult {
  const parsed = parseOfferingQuery(params, {
    base: base?.offerings ?? null,
    listParameters: LIST_PARAMETERS,
    ownParameters,
  })
  if (!parsed.ok) return parsed
  const { page, ...offerings } = parsed.query
  const limits = [base?.limit ?? null, params.has('limit') && page !== null ? page.limit : null]
  const stated = limits.filter((limit) => limit !== null)
  return {
    ok: true,
    query: {
      offerings: { ...offerings, page: null },
      limit: stated.length === 0 ? null : Math.min(...stated),
    },
  }
}

/** Nothing is asked: every node is meant, those without offerings too. */
export const meansAllNodes = ({ offerings: { filters, base, ranks, search } }: NodeQuery): boolean =>
  filters.length === 0 && base.length === 0 && ranks === undefined && search === null

const FILTERS: ReadonlySet<string> = new Set(
  OFFERING_LIST.fields.filter(({ isFilter }) => isFilter).map(({ name }) => name),
)
const OTHERS: ReadonlySet<string> = new Set([...LIST_PARAMETERS, 'max_price_wei', 'policy'])

/** The parameters of a request that choose nodes, for an address that ignores what it does not know. */
export const nodeParameters = (params: URLSearchParams): URLSearchParams =>
  new URLSearchParams(
    [...params].filter(([name]) => OTHERS.has(name) || FILTERS.has(name.split('[', 1)[0] ?? '')),
  )
