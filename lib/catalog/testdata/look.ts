import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { answer } from '@/lib/domain/testdata/answer'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'

/** A node asked every 100 ms that answered at moment `at` as said. */
export const answering = (
  said: Partial<OrchestratorAnswer>,
  { at = 1_000, ...about }: Partial<NodeObservation> & { readonly at?: number } = {},
): NodeObservation =>
  observation({
    cadenceMs: 100,
    askedAt: at,
    lastAnswer: lastAnswer({ answer: answer(said), answeredAt: at }),
    ...about,
  })

/** The same node after a question that failed at moment `at`. */
export const silentSince = (
  node: NodeObservation,
  at: number,
  about: Partial<NodeObservation> = {},
): NodeObservation => ({
  ...node,
  kind: 'timed-out',
  detail: 'no answer',
  askedAt: at,
  failingSince: node.failingSince ?? at,
  ...about,
})

/** A price of its own for a model. */
export const priced = (model: string, pricePerUnit: bigint, pixelsPerUnit = 1n, capability = 27) => ({
  capability,
  constraint: model,
  pricePerUnit,
  pixelsPerUnit,
})
