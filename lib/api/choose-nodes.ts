import type { Catalog } from '@/lib/catalog/catalog'
import type { LiveNode } from '@/lib/catalog/list-offerings'
import { sortText } from './listing/sort-order'
import { meansAllNodes, type NodeQuery } from './node-query'
import { OFFERING_LIST, OFFERINGS } from './offering-list'

/**
 * The nodes a query means, each once: by its order, in which nodes without offerings come last, else by their URIs. Its
 * limit is left to whoever lists them, since not every node can be listed everywhere.
 */
export function chooseNodes(catalog: Catalog, query: NodeQuery): LiveNode[] {
  const sort = [...query.offerings.sort, { field: 'node_uri', isDescending: false }]
  const { rows } = OFFERINGS.result(catalog, { ...query.offerings, sort }, { facets: [] })
  const uris = new Set(rows.map(({ offering }) => offering.nodeUri))
  const byUri = new Map(catalog.live.map((node) => [node.uri, node]))
  const chosen = [...uris].flatMap((uri) => byUri.get(uri) ?? [])
  if (!meansAllNodes(query)) return chosen
  const others = catalog.live.filter(({ uri }) => !uris.has(uri)).sort(byUriAscending)
  return sortText(query.offerings.sort) === sortText(OFFERING_LIST.defaultSort)
    ? [...chosen, ...others].sort(byUriAscending)
    : [...chosen, ...others]
}

const byUriAscending = (a: LiveNode, b: LiveNode): number => (a.uri < b.uri ? -1 : 1)
