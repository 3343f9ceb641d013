import type { Catalog } from '@/lib/catalog/catalog'
import type { LiveNode } from '@/lib/catalog/list-offerings'
import type { Offering } from '@/lib/catalog/offering'
import { sortText } from './listing/sort-order'
import { meansAllNodes, type NodeQuery } from './node-query'
import { OFFERING_LIST, OFFERINGS } from './offering-list'

/**
 * The nodes a query means, each once: by its order, in which nodes without offerings come last, else by their URIs. Its
 * limit is left to whoever lists them, since not every node can be listed everywhere.
 */
export function chooseNodes(catalog: Catalog, query: NodeQuery): LiveNode[] {
  const chosen = nodesOf(offeringsMeant(catalog, query), catalog)
  if (!meansAllNodes(query)) return chosen
  const known = new Set(chosen)
  const others = catalog.live.filter((node) => !known.has(node)).sort(byUriAscending)
  return sortText(query.offerings.sort) === sortText(OFFERING_LIST.defaultSort)
    ? [...chosen, ...others].sort(byUriAscending)
    : [...chosen, ...others]
}

/** The offerings that fit a query, in its order. */
export function offeringsMeant(catalog: Catalog, { offerings }: NodeQuery): Offering[] {
  const sort = [...offerings.sort, { field: 'node_uri', isDescending: false }]
  const { rows } = OFFERINGS.result(catalog, { ...offerings, sort }, { facets: [] })
  return rows.map(({ offering }) => offering)
}

/** Whose offerings these are, each once, in their order. */
export function nodesOf(offerings: readonly Offering[], { live }: Catalog): LiveNode[] {
  const byUri = new Map(live.map((node) => [node.uri, node]))
  const uris = new Set(offerings.map(({ nodeUri }) => nodeUri))
  return [...uris].flatMap((uri) => byUri.get(uri) ?? [])
}

const byUriAscending = (a: LiveNode, b: LiveNode): number => (a.uri < b.uri ? -1 : 1)
