import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'

/**
 * go-livepeer lists its prices, and whatever is a map on the wire, in an order that changes with every answer. Sorted, an
 * answer that says the same is the same. Of two prices for one model the dearer stands first: the first is what a gateway
 * reckons with, and whoever is told the dearer one is not surprised by a quote.
 */
export const canonicalAnswer = (answer: OrchestratorAnswer): OrchestratorAnswer => ({
  ...answer,
  capabilities: answer.capabilities && {
    ...answer.capabilities,
    capacities: sorted(answer.capabilities.capacities),
    constraints: answer.capabilities.constraints && {
      ...answer.capabilities.constraints,
      perCapability: new Map(
        [...sorted(answer.capabilities.constraints.perCapability)].map(([capability, models]) => [
          capability,
          sorted(models),
        ]),
      ),
    },
  },
  hardware: answer.hardware.map((entry) => ({ ...entry, gpus: sorted(entry.gpus) })),
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

const sorted = <K extends number | string, V>(map: ReadonlyMap<K, V>): ReadonlyMap<K, V> =>
  new Map([...map].sort(([a], [b]) => ascending(a, b)))

const ascending = <T extends number | string | bigint>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0)
