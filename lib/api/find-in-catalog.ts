import type { Catalog } from '@/lib/catalog/catalog'
import { canonicalGpuName } from '@/lib/catalog/gpu-name'
import type { Offering } from '@/lib/catalog/offering'
import { resolveModel } from '@/lib/catalog/resolve-model'
import { parseServiceUri } from '@/lib/domain/service-uri'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { shortened } from './listing/reading'

/** By its service URI, or what can be read as it: `host`, `host:port`, whichever scheme the node speaks. */
export const findNode = ({ snapshot: { nodes } }: Catalog, asked: string): NodeObservation | undefined =>
  nodeSpellings(asked)
    .map((wanted) => nodes.find(({ uri }) => uri === wanted))
    .find((found) => found !== undefined)

/** The uris that may be meant, the likeliest first: as it was asked, and in the one spelling; without a scheme, of both. */
export function nodeSpellings(asked: string): readonly string[] {
  const parsed = parseServiceUri(asked)
  if (!parsed.ok) return [asked]
  const unencrypted = asked.includes('://') ? [] : [parsed.uri.replace(/^https:/, 'http:')]
  return [...new Set([asked, parsed.uri, ...unencrypted])]
}

/** By its address, in whatever case: nodes that are paid to it, or said to belong to it. */
export function findOrchestrator(
  { snapshot }: Catalog,
  asked: string,
): { readonly address: string; readonly nodes: readonly NodeObservation[] } | null {
  const isAsked = (address: string | null | undefined): boolean =>
    address?.toLowerCase() === asked.toLowerCase()
  const nodes = snapshot.nodes.filter(
    ({ lastAnswer, sources }) =>
      isAsked(lastAnswer?.answer.recipient) ||
      sources.some(({ orchestrators }) => orchestrators.some(isAsked)),
  )
  const address =
    nodes.map(({ lastAnswer }) => lastAnswer?.answer.recipient).find(isAsked) ??
    nodes.flatMap(({ sources }) => sources.flatMap(({ orchestrators }) => orchestrators)).find(isAsked)
  return address ? { address, nodes } : null
}

/** Made once for each catalog: whoever looks for one looks for many. */
const offeringsById = new WeakMap<Catalog, ReadonlyMap<string, Offering>>()

export function findOffering(catalog: Catalog, id: string): Offering | null {
  const ready = offeringsById.get(catalog) ?? new Map(catalog.offerings.map((one) => [one.id, one]))
  offeringsById.set(catalog, ready)
  return ready.get(id) ?? null
}

/** What in the catalog is called so, by its own name. */
export type Identified =
  | { readonly kind: 'found'; readonly id: string; readonly nodeUris: readonly string[] }
  /** Nothing is; it may have been. */
  | { readonly kind: 'absent' }
  | { readonly kind: 'ambiguous'; readonly reason: string }

export type IdentifiedKind = 'offering' | 'model' | 'orchestrator' | 'node' | 'gpu'

const ABSENT: Identified = { kind: 'absent' }
const found = (id: string, nodeUris: readonly string[] = []): Identified => ({ kind: 'found', id, nodeUris })

export function identify(catalog: Catalog, kind: IdentifiedKind, asked: string): Identified {
  switch (kind) {
    case 'offering': {
      const offering = findOffering(catalog, asked)
      return offering ? found(offering.id, [offering.nodeUri]) : ABSENT
    }
    case 'model': {
      const resolved = resolveModel(catalog.offerings, asked)
      if (resolved.kind === 'unknown') return ABSENT
      if (resolved.kind === 'found') return found(resolved.id)
      return { kind: 'ambiguous', reason: ambiguous(asked, resolved.ids) }
    }
    case 'orchestrator': {
      const orchestrator = findOrchestrator(catalog, asked)
      return orchestrator
        ? found(
            orchestrator.address,
            orchestrator.nodes.map(({ uri }) => uri),
          )
        : ABSENT
    }
    case 'node': {
      const node = findNode(catalog, asked)
      return node ? found(node.uri, [node.uri]) : ABSENT
    }
    case 'gpu': {
      const folded = asked.toLowerCase()
      for (const gpus of catalog.gpusByNode.values())
        for (const { reportedName } of gpus)
          if (canonicalGpuName(reportedName).toLowerCase() === folded)
            return found(canonicalGpuName(reportedName))
      return ABSENT
    }
  }
}

export const ambiguous = (asked: string, ids: readonly string[]): string =>
  `Several models are called ${shortened(asked)}: ${ids.slice(0, 10).map(shortened).join(', ')}.`
