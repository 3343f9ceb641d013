import type { EthAddress } from '@/lib/domain/eth-address'
import { parseServiceUri, type ServiceUri } from '@/lib/domain/service-uri'
import type { SourceEntry } from '@/lib/domain/source-reading'
import type { NamedNode } from '@/lib/snapshot/fold-snapshot'
import type { Naming } from '@/lib/snapshot/snapshot'

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
  const merged = new Map<string, ListedNode>()
  for (const { name, entries, cadenceMs } of lists)
    for (const entry of entries) {
      const place = placeOf(entry.uri)
      const known = merged.get(place.uri)
      merged.set(place.uri, {
        ...place,
        sources: withNaming(known?.sources ?? [], name, entry),
        cadenceMs: Math.min(known?.cadenceMs ?? Number.POSITIVE_INFINITY, cadenceMs),
      })
    }
  return [...merged.values()]
}

type Place =
  | { readonly uri: ServiceUri; readonly problem: null }
  | { readonly uri: string; readonly problem: string }

/** A text of a list → the node it names, in the one spelling, or why it names none. */
export function placeOf(text: string): Place {
  const parsed = parseServiceUri(text)
  return parsed.ok
    ? { uri: parsed.uri, problem: null }
    : { uri: withoutCredentials(text).slice(0, MAX_TEXT), problem: parsed.problem }
}

const MAX_TEXT = 512

function withNaming(known: readonly Naming[], name: string, entry: SourceEntry): readonly Naming[] {
  const before = known.find((naming) => naming.name === name)
  const orchestrators = new Set<EthAddress>([
    ...(before?.orchestrators ?? []),
    ...(entry.orchestrator === undefined ? [] : [entry.orchestrator]),
  ])
  const naming: Naming = {
    name,
    times: (before?.times ?? 0) + 1,
    orchestrators: [...orchestrators],
    score: entry.score ?? before?.score ?? null,
  }
  return [...known.filter((other) => other !== before), naming]
}

/** A list may hold `user:password@host` by mistake; what is refused is still shown. */
const withoutCredentials = (text: string): string =>
  text.trim().replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, '$1')
