import { parseServiceUri, type ServiceUri } from '@/lib/domain/service-uri'
import type { NamedNode } from '@/lib/snapshot/fold-snapshot'
import type { SourceReading } from '@/lib/sources/source'

/** One node as the sources name it: a service URI, or a text that is none, with the reason. */
export type ListedNode = NamedNode &
  ({ readonly uri: ServiceUri; readonly problem: null } | { readonly problem: string })

const MAX_TEXT = 512

/**
 * What all sources name, each node once however it is spelt, at the shortest cadence (ms) of the sources that name it.
 * Texts that are no service URI are kept with the reason.
 */
export function mergeListedNodes(
  readings: ReadonlyMap<string, SourceReading>,
  cadencesMs: ReadonlyMap<string, number>,
): ListedNode[] {
  const merged = new Map<string, ListedNode>()
  for (const [source, { uris }] of readings)
    for (const text of uris) {
      const parsed = parseServiceUri(text)
      const uri = parsed.ok ? parsed.uri : withoutCredentials(text).slice(0, MAX_TEXT)
      const known = merged.get(uri)
      const sources = [...new Set([...(known?.sources ?? []), source])]
      const cadenceMs = Math.min(known?.cadenceMs ?? Number.POSITIVE_INFINITY, cadencesMs.get(source) ?? 0)
      const named = { sources, cadenceMs }
      merged.set(
        uri,
        parsed.ok ? { ...named, uri: parsed.uri, problem: null } : { ...named, uri, problem: parsed.problem },
      )
    }
  return [...merged.values()]
}

/** A list may hold `user:password@host` by mistake; what is refused is still shown. */
const withoutCredentials = (text: string): string =>
  text.trim().replace(/^([a-z][a-z0-9+.-]*:\/\/)?[^/?#]*@/i, '$1')
