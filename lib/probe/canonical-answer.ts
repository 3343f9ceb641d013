import type { OrchestratorAnswer, StatedPrice } from '@/lib/domain/orchestrator-answer'

/**
 * go-livepeer lists its prices in an order that changes with every answer. Sorted by capability and model, an answer
 * that says the same is the same. Of two prices for one model the dearer stands first: the first is what a gateway
 * reckons with, and whoever is told the dearer one is not surprised by a quote.
 */
export const canonicalAnswer = (answer: OrchestratorAnswer): OrchestratorAnswer => ({
  ...answer,
  capabilitiesPrices: answer.capabilitiesPrices.toSorted(
    (a, b) =>
      a.capability - b.capability ||
      ascending(a.constraint, b.constraint) ||
      ascending(b.pricePerUnit * a.pixelsPerUnit, a.pricePerUnit * b.pixelsPerUnit) ||
      // Unusable prices (a denominator of zero) still need one order.
      ascending(b.pricePerUnit, a.pricePerUnit) ||
      ascending(b.pixelsPerUnit, a.pixelsPerUnit),
  ),
})

const ascending = <T extends string | StatedPrice['pricePerUnit']>(a: T, b: T): number =>
  a < b ? -1 : a > b ? 1 : 0
