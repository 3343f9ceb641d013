import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import type { AnsweredKind, UnansweredKind } from '@/lib/domain/outcome'
import type { NodeObservation, Snapshot } from './snapshot'

/** How the question to one listed node ended. */
export interface SettledNode {
  readonly uri: string
  readonly sources: readonly string[]
  readonly askedAt: number
  readonly result:
    | {
        readonly kind: AnsweredKind
        readonly detail: string | null
        readonly answer: OrchestratorAnswer
        readonly latencyMs: number
        readonly isSimulated: boolean
      }
    | { readonly kind: UnansweredKind; readonly detail: string | null }
}

/**
 * Folds a sweep's outcomes into the next snapshot. A node that did not answer keeps what it last said, with the time it
 * said so; a node that no source names any more is not in the snapshot.
 */
export function foldSnapshot(
  previous: Snapshot | null,
  settled: readonly SettledNode[],
  about: Omit<Snapshot, 'id' | 'nodes'>,
): Omit<Snapshot, 'id'> {
  const before = new Map(previous?.nodes.map((node) => [node.uri, node]))
  const nodes = settled.map((node) => observation(node, before.get(node.uri)))
  return { ...about, nodes: nodes.sort((a, b) => (a.uri < b.uri ? -1 : a.uri > b.uri ? 1 : 0)) }
}

function observation(
  { uri, sources, askedAt, result }: SettledNode,
  before: NodeObservation | undefined,
): NodeObservation {
  const { kind, detail } = result
  if ('answer' in result) {
    const { answer, latencyMs, isSimulated } = result
    const lastAnswer = { answer, answeredAt: askedAt + latencyMs, latencyMs, isSimulated }
    return { uri, sources, kind, detail, askedAt, lastAnswer, failingSince: null }
  }
  const failingSince = before?.failingSince ?? askedAt
  return { uri, sources, kind, detail, askedAt, lastAnswer: before?.lastAnswer ?? null, failingSince }
}
