import type { EthAddress } from '@/lib/domain/eth-address'
import { parseServiceUri, type ServiceUri, withoutSecrets } from '@/lib/domain/service-uri'
import type { SourceEntry } from '@/lib/domain/source-reading'
import type { NamedNode } from '@/lib/snapshot/fold-snapshot'

/** One node as the sources name it: a service URI, or a text that is none, with the reason. */
export type ListedNode = NamedNode &
  ({ readonly uri: ServiceUri; readonly problem: null } | { readonly problem: string })

/** What one source names, and how often (ms) its nodes are asked. */
export interface NamedList {
  readonly name: string
  readonly entries: readonly SourceEntry[]
  readonly cadenceMs: number
}

/**
 * What all sources name, each node once however it is spelt, at the shortest cadence of the sources that name it, with
 * what each of them says of it. Texts that are no service URI are kept with the reason.
 */
export function mergeListedNodes(lists: readonly NamedList[]): ListedNode[] {
  const merged = new Map<string, { place: Place; cadenceMs: number; namings: Map<string, Draft> }>()
  for (const { name, entries, cadenceMs } of lists)
    for (const { uri, orchestrator, score } of entries) {
      const place = placeOf(uri)
      const node = merged.get(place.uri) ?? { place, cadenceMs, namings: new Map() }
      merged.set(place.uri, node)
      node.cadenceMs = Math.min(node.cadenceMs, cadenceMs)
      const draft = node.namings.get(name) ?? { times: 0, orchestrators: new Set(), score: null }
      node.namings.set(name, draft)
      draft.times += 1
      draft.score = score ?? draft.score
      if (orchestrator !== undefined && draft.orchestrators.size < MAX_OWNERS)
        draft.orchestrators.add(orchestrator)
    }
  return [...merged.values()].map(({ place, cadenceMs, namings }) => ({
    ...place,
    cadenceMs,
    sources: [...namings].map(([name, { times, orchestrators, score }]) => ({
      name,
      times,
      orchestrators: [...orchestrators],
      score,
    })),
  }))
}

/** What one source says of a node, while its list is gone through. */
interface Draft {
  times: number
  readonly orchestrators: Set<EthAddress>
  score: number | null
}

/** That a source names so many owners of one node is all there is to know. */
const MAX_OWNERS = 20

type Place =
  | { readonly uri: ServiceUri; readonly problem: null }
  | { readonly uri: string; readonly problem: string }

/** A text of a list → the node it names, in the one spelling, or why it names none. */
export function placeOf(text: string): Place {
  const parsed = parseServiceUri(text)
  return parsed.ok
    ? { uri: parsed.uri, problem: null }
    : { uri: withoutSecrets(text.trim()).slice(0, MAX_TEXT), problem: parsed.problem }
}

const MAX_TEXT = 512
