import type { Catalog } from '@/lib/catalog/catalog'
import { discoverCapability } from '@/lib/catalog/discover-capability'
import { grouped } from '@/lib/catalog/grouped'
import type { LiveNode } from '@/lib/catalog/list-offerings'
import type { Offering } from '@/lib/catalog/offering'
import type { DiscoverQuery } from '@/lib/catalog/parse-discover-query'
import { chooseNodes, nodesOf, offeringsMeant } from './choose-nodes'
import type { NodeQuery } from './node-query'

/** A node that a policy means, and what it leaves of it; null: all that the node offers. */
export interface MeantNode {
  readonly node: LiveNode
  readonly offerings: readonly Offering[] | null
}

/**
 * The nodes that a policy means for what a client asks for: what the policy says holds for one of the very offerings
 * that are asked for, and nodes stand in the order of the best one. Rules of selection are about each offering by
 * itself, so they also say what a node is listed with; filters choose nodes, which stay whole.
 */
export function chooseDiscoverable(catalog: Catalog, policy: NodeQuery, query: DiscoverQuery): MeantNode[] {
  const isAsked = askedBy(query)
  const left = isAsked || policy.offerings.ranks ? offeringsMeant(catalog, policy) : []
  const nodes = isAsked ? nodesOf(left.filter(isAsked), catalog) : chooseNodes(catalog, policy)
  if (!policy.offerings.ranks) return nodes.map((node) => ({ node, offerings: null }))
  const byNode = grouped(left, ({ nodeUri }) => nodeUri)
  return nodes.map((node) => ({ node, offerings: byNode.get(node.uri) ?? [] }))
}

/** Which offerings are asked for; null: none in particular. */
function askedBy({ caps, apps, gpus }: DiscoverQuery): ((offering: Offering) => boolean) | null {
  if (caps.length > 0) {
    const wanted = new Set(caps)
    return (offering) => {
      const name = discoverCapability(offering)
      return name !== null && wanted.has(name)
    }
  }
  if (apps.length === 0 && gpus.length === 0) return null
  return ({ kind, pipeline, gpus: [gpu] }) =>
    kind === 'live-runner' &&
    (apps.length === 0 || apps.includes(pipeline.trim())) &&
    (gpus.length === 0 || gpus.includes(gpu?.reportedName.trim() ?? ''))
}
