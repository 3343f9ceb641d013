import { parseServiceUri } from '@/lib/domain/service-uri'
import { nextAskAt } from '@/lib/snapshot/next-ask'
import type { Snapshot, SourceReport } from '@/lib/snapshot/snapshot'
import { EXTRA_NODES_SOURCE, type KnownAnswer } from './extra-nodes'
import { type ListedNode, mergeListedNodes, type NamedList } from './listed-nodes'
import { count } from './source-board'

/** The listed nodes, and those that they advertise: one that is listed too keeps both. */
export const withExtra = (base: readonly ListedNode[], extra: readonly NamedList[]): ListedNode[] => {
  const merged = new Map(base.map((node) => [node.uri as string, node]))
  for (const node of mergeListedNodes(extra)) {
    const known = merged.get(node.uri)
    // It is already named by somebody: that an orchestrator advertises it too is kept beside.
    merged.set(node.uri, known ? { ...known, sources: [...withoutExtra(known), ...node.sources] } : node)
  }
  return [...merged.values()]
}

const withoutExtra = ({ sources }: ListedNode) => sources.filter(({ name }) => name !== EXTRA_NODES_SOURCE)

/** How the source of advertised nodes does. */
export function extraReport(
  lists: readonly NamedList[],
  { readAt, sweepIntervalMs }: { readAt: number; sweepIntervalMs: number },
): SourceReport {
  return {
    name: EXTRA_NODES_SOURCE,
    kind: EXTRA_NODES_SOURCE,
    ...count(lists.flatMap(({ entries }) => entries)),
    cadenceMs: lists.length === 0 ? sweepIntervalMs : Math.min(...lists.map(({ cadenceMs }) => cadenceMs)),
    readAt,
    error: null,
    failingSince: null,
    lastFailure: null,
  }
}

/** What each node said when it last answered. */
export const knownAnswers = (snapshot: Snapshot | null): Map<string, KnownAnswer> =>
  new Map(snapshot?.nodes.flatMap(({ uri, lastAnswer }) => (lastAnswer ? [[uri, lastAnswer] as const] : [])))

/**
 * Nodes that were not listed before this sweep had asked anybody. The last snapshot may have them all the same: what
 * advertised them had expired meanwhile and was heard again.
 */
export function broughtUp(complete: readonly ListedNode[], listed: readonly ListedNode[]): ListedNode[] {
  const known = new Set(listed.map(({ uri }) => uri))
  return complete.filter(({ uri }) => !known.has(uri))
}

/** Nodes never asked, those whose turn comes before `until` (ms), and those asked after it, by a clock that was set back. */
export function dueNodes(
  nodes: readonly ListedNode[],
  previous: Snapshot | null,
  until: number,
): ListedNode[] {
  const known = new Map(previous?.nodes.map((node) => [node.uri, node]))
  return nodes.filter(({ uri, cadenceMs }) => {
    const node = known.get(uri)
    return node === undefined || node.askedAt > until || nextAskAt({ ...node, cadenceMs }) <= until
  })
}

export function isSameList(listed: readonly ListedNode[], previous: Snapshot | null): boolean {
  const known = new Set(previous?.nodes.map(({ uri }) => uri))
  return known.size === listed.length && listed.every(({ uri }) => known.has(uri))
}

/** Nodes that were silent last time start first: they may take the whole deadline, which then runs beside the others' work. */
export function suspectsFirst(nodes: readonly ListedNode[], previous: Snapshot | null): ListedNode[] {
  const failing = new Set(
    previous?.nodes.flatMap(({ uri, failingSince }) => (failingSince === null ? [] : uri)),
  )
  return nodes.toSorted((a, b) => Number(failing.has(b.uri)) - Number(failing.has(a.uri)))
}

/** The nodes of a snapshot as their sources named them. */
export const lastListed = (snapshot: Snapshot | null): ListedNode[] =>
  snapshot?.nodes.map(({ uri, sources, cadenceMs }) => {
    const latestAt = Math.max(...sources.map(({ lastAt }) => lastAt))
    // Who named it before that has taken it back.
    const named = { sources: sources.filter(({ lastAt }) => lastAt === latestAt), cadenceMs }
    const parsed = parseServiceUri(uri)
    return parsed.ok
      ? { ...named, uri: parsed.uri, problem: null }
      : { ...named, uri, problem: parsed.problem }
  }) ?? []

/** Why there is nobody to ask. */
export function emptyReason(sources: readonly SourceReport[]): string {
  if (sources.length === 0) return 'No source is configured.'
  const errors = sources.flatMap(({ error }) => error ?? [])
  return errors.length > 0 ? errors.join(' ') : 'No source names a single node.'
}
