import { expiresAt } from '@/lib/domain/freshness'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { dialTarget, parseServiceUri } from '@/lib/domain/service-uri'
import type { SourceEntry } from '@/lib/domain/source-reading'
import { type ListedNode, type NamedList, placeOf } from './listed-nodes'

/** The source of what orchestrators advertise themselves. */
export const EXTRA_NODES_SOURCE = 'nodes'
/** Of all orchestrators together, so that a crowd of them cannot make us dial without end. */
const MAX_EXTRA_NODES = 500

/** What a node last said, and when. */
export interface KnownAnswer {
  readonly answer: OrchestratorAnswer
  readonly answeredAt: number
}

/**
 * The further nodes that listed nodes advertise in `OrchestratorInfo.nodes`: one level deep, at most `perNode` of each,
 * for as long as the answer counts. What an extra node advertises in turn is not followed. Each list has the cadence
 * of the node that advertises it.
 */
export function extraNodes(
  listed: readonly ListedNode[],
  answers: ReadonlyMap<string, KnownAnswer>,
  { perNode, now }: { perNode: number; now: number },
): readonly NamedList[] {
  const found = new Set<string>()
  const lists: NamedList[] = []
  for (const { uri, cadenceMs, sources } of listed) {
    const known = answers.get(uri)
    if (!known || sources.every(({ name }) => name === EXTRA_NODES_SOURCE)) continue
    if (now > expiresAt(known.answeredAt, cadenceMs)) continue
    const entries: SourceEntry[] = []
    const own = new Set([uri, placeOf(known.answer.transcoder).uri])
    for (const text of known.answer.nodes) {
      const place = placeOf(text)
      if (entries.length === perNode || found.size === MAX_EXTRA_NODES) break
      if (place.uri === '' || own.has(place.uri)) continue
      own.add(place.uri)
      found.add(place.uri)
      const { recipient } = known.answer
      // Its length is the stranger's choice; a node's place is bounded.
      entries.push({ uri: place.uri, ...(recipient === null ? {} : { orchestrator: recipient }) })
    }
    if (entries.length > 0) lists.push({ name: EXTRA_NODES_SOURCE, entries, cadenceMs })
  }
  return lists
}

/** What a node may speak for: where it is asked, and where it says that it works. */
export function ownAddresses(uri: string, { transcoder }: OrchestratorAnswer): string[] {
  const asked = parseServiceUri(uri)
  const advertised = parseServiceUri(transcoder)
  if (!asked.ok) return []
  // A stranger's host is not a node's own because the node says so.
  const isSameHost = advertised.ok && dialTarget(advertised.uri).host === dialTarget(asked.uri).host
  return isSameHost ? [asked.uri, advertised.uri] : [asked.uri]
}
