import { nextHealth } from '@/lib/domain/health'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { type AnsweredKind, isReached, type UnansweredKind } from '@/lib/domain/outcome'
import type { Region } from '@/lib/domain/region'
import type { RunnerListing } from '@/lib/domain/runner-listing'
import { isLate } from './is-late'
import type { FoldedSnapshot, NamedBy, Naming, NodeObservation, RoundTrip, Snapshot } from './snapshot'

/** How the question to one listed node ended. */
export interface SettledNode {
  readonly uri: string
  readonly askedAt: number
  readonly result:
    | {
        readonly kind: AnsweredKind
        readonly detail: string | null
        readonly answer: OrchestratorAnswer
        readonly latencyMs: number
        readonly roundTrip: RoundTrip
        readonly isSimulated: boolean
        readonly address: string
      }
    | { readonly kind: UnansweredKind; readonly detail: string | null }
  /** Null when it was not asked for its live runners. */
  readonly runners: RunnerReading | null
}

/** How the question for a node's live runners ended; a failing one leaves its last good list in use. */
export type RunnerReading = Omit<RunnerListing, 'readAt'>

/** A node as the sources name it now. */
export interface NamedNode {
  readonly uri: string
  /** What each source says that names it. */
  readonly sources: readonly Naming[]
  readonly cadenceMs: number
}

export interface FoldOptions extends Omit<FoldedSnapshot, 'nodes'> {
  /** Where a node is; by default nobody says. */
  readonly regionOf?: (node: Omit<NodeObservation, 'region'>) => Region | null
}

/**
 * Folds a sweep into the next snapshot. A node that did not answer keeps what it last said, with the time it said so; a
 * node that was not asked keeps its latest outcome, and so does one whose outcome is of an earlier question than that; a
 * node that no source names any more is not in the snapshot, and
 * one that was never asked is not in it yet.
 */
export function foldSnapshot(
  previous: Snapshot | null,
  named: readonly NamedNode[],
  settled: readonly SettledNode[],
  { regionOf = () => null, ...about }: FoldOptions,
): FoldedSnapshot {
  const before = new Map(previous?.nodes.map((node) => [node.uri, node]))
  const outcomes = new Map(settled.map((node) => [node.uri, node]))
  const nodes = named.flatMap((node) => {
    const known = before.get(node.uri)
    const sources = namedBy(node.sources, known?.sources ?? [], about.startedAt)
    const settledNow = outcomes.get(node.uri)
    const isOld =
      settledNow && known && isLate(settledNow.askedAt, { knownAt: known.askedAt, now: about.endedAt })
    const outcome = isOld ? undefined : settledNow
    const named = { sources, cadenceMs: node.cadenceMs }
    const unlocated = outcome ? observation(outcome, known, named) : known && { ...known, ...named }
    return unlocated ? { ...unlocated, region: regionOf(unlocated) } : []
  })
  return { ...about, nodes: nodes.sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0)) }
}

function observation(
  { uri, askedAt, result, runners }: SettledNode,
  before: NodeObservation | undefined,
  named: Pick<NodeObservation, 'sources' | 'cadenceMs'>,
): Omit<NodeObservation, 'region'> {
  const { kind, detail } = result
  const health = nextHealth(before?.health ?? null, isReached(kind), askedAt)
  const base = {
    uri,
    ...named,
    kind,
    detail,
    askedAt,
    health,
    runners: listing(runners, before?.runners ?? null),
  }
  if ('answer' in result) {
    const { answer, isSimulated, address } = result
    const { dnsMs, connectMs, tlsMs, answerMs } = result.roundTrip
    const roundTrip = {
      dnsMs: toMicros(dnsMs),
      connectMs: toMicros(connectMs),
      tlsMs: tlsMs === null ? null : toMicros(tlsMs),
      answerMs: toMicros(answerMs),
    }
    const latencyMs = toMicros(result.latencyMs)
    const answeredAt = toMicros(askedAt + dnsMs + result.latencyMs)
    return {
      ...base,
      lastAnswer: { answer, answeredAt, latencyMs, roundTrip, isSimulated, address },
      failingSince: null,
    }
  }
  return { ...base, lastAnswer: before?.lastAnswer ?? null, failingSince: before?.failingSince ?? askedAt }
}

/** Whole microseconds, in ms: what is finer is noise, and would not be read back as it was. */
const toMicros = (ms: number): number => Math.round(ms * 1_000) / 1_000

function listing(reading: RunnerReading | null, before: RunnerListing | null): RunnerListing | null {
  if (reading === null) return before
  if (reading.kind === 'listed') return { ...reading, readAt: reading.askedAt }
  if (reading.kind === 'none' || before === null) return { ...reading, readAt: null }
  return { ...before, kind: reading.kind, detail: reading.detail, askedAt: reading.askedAt }
}

/** Sources that name it now, and those that once did. */
function namedBy(namings: readonly Naming[], before: readonly NamedBy[], at: number): NamedBy[] {
  const now = namings.map((naming) => ({
    ...naming,
    firstAt: before.find(({ name }) => name === naming.name)?.firstAt ?? at,
    lastAt: at,
  }))
  return [...now, ...before.filter((known) => !namings.some(({ name }) => name === known.name))]
}
