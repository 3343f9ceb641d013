import type { EthAddress } from '@/lib/domain/eth-address'
import type { NodeObservation } from './snapshot'

/** Where those who speak of a node do not agree. */
export type NodeConflict =
  /** Sources, or several entries of one, say that it belongs to different orchestrators. */
  | { readonly kind: 'several-owners'; readonly claims: readonly OwnerClaim[] }
  /** The node is paid to another orchestrator than those whom the sources name. */
  | { readonly kind: 'other-payee'; readonly payee: EthAddress; readonly claims: readonly OwnerClaim[] }
  | {
      readonly kind: 'several-scores'
      readonly scores: readonly { readonly source: string; readonly score: number }[]
    }

export interface OwnerClaim {
  readonly source: string
  readonly orchestrator: EthAddress
}

/** Computed from what is kept of the sources and the node's last answer, so a conflict lasts as long as its cause. */
export function nodeConflicts({
  sources,
  lastAnswer,
}: Pick<NodeObservation, 'sources' | 'lastAnswer'>): NodeConflict[] {
  const latestAt = Math.max(...sources.map(({ lastAt }) => lastAt))
  const current = sources.filter(({ lastAt }) => lastAt === latestAt)
  const claims = current.flatMap(({ name, orchestrators }) =>
    orchestrators.map((orchestrator) => ({ source: name, orchestrator })),
  )
  const conflicts: NodeConflict[] = []
  if (new Set(claims.map(({ orchestrator }) => orchestrator)).size > 1)
    conflicts.push({ kind: 'several-owners', claims })
  const payee = lastAnswer?.answer.recipient ?? null
  if (payee !== null && claims.length > 0 && claims.every(({ orchestrator }) => orchestrator !== payee))
    conflicts.push({ kind: 'other-payee', payee, claims })
  const scores = current.flatMap(({ name, score }) => (score === null ? [] : { source: name, score }))
  if (new Set(scores.map(({ score }) => score)).size > 1) conflicts.push({ kind: 'several-scores', scores })
  return conflicts
}
