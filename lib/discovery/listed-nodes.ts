import { parseServiceUri, type ServiceUri } from '@/lib/domain/service-uri'
import type { SourceReading } from '@/lib/sources/source'

/** One node as the sources name it. */
export type ListedNode =
  | { readonly uri: ServiceUri; readonly problem: null; readonly sources: readonly string[] }
  | { readonly uri: string; readonly problem: string; readonly sources: readonly string[] }

/** What all sources name, each node once however it is spelt; texts that are no service URI are kept with the reason. */
export function mergeListedNodes(readings: ReadonlyMap<string, SourceReading>): ListedNode[] {
  const merged = new Map<string, ListedNode>()
  for (const [source, { uris }] of readings)
    for (const text of uris) {
      const parsed = parseServiceUri(text)
      const uri = parsed.ok ? parsed.uri : text.slice(0, 512)
      const sources = [...new Set([...(merged.get(uri)?.sources ?? []), source])]
      merged.set(
        uri,
        parsed.ok ? { uri: parsed.uri, problem: null, sources } : { uri, problem: parsed.problem, sources },
      )
    }
  return [...merged.values()]
}
