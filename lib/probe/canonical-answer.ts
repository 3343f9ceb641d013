import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'

/**
 * go-livepeer lists its prices in an order that changes with every answer. Sorted by capability and model, an answer
 * that says the same is the same; of two prices for one model the first stays first, since that is the one that counts.
 */
export const canonicalAnswer = (answer: OrchestratorAnswer): OrchestratorAnswer => ({
  ...answer,
  capabilitiesPrices: answer.capabilitiesPrices.toSorted(
    (a, b) =>
      a.capability - b.capability || (a.constraint < b.constraint ? -1 : a.constraint > b.constraint ? 1 : 0),
  ),
})
