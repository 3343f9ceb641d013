import type { StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { CapabilitiesMessage } from '@/lib/livepeer/messages'
import { GO_ERRORS, GoError } from './go-errors'
import { greatestCommonDivisor } from './jobs/rational'
import type { Offer } from './orchestrator-scenario'

const MAX_INT64 = 2n ** 63n - 1n

/**
 * The quote for a request: the exact sum over all models asked for, of those capabilities that the request also gives
 * a capacity (its bits are not looked at). A sum of zero means the base price. Source: go-livepeer core/orchestrator.go.
 */
export function priceOfRequest(offer: Offer, asked: CapabilitiesMessage): StatedPrice | null {
  let wei = 0n
  let units = 1n
  for (const id of asked.capacities.keys()) {
    for (const model of asked.constraints?.perCapability.get(id)?.models.keys() ?? []) {
      const price = offer.prices.find(
        ({ capability, constraint }) => capability === id && constraint === model,
      )
      if (!price || price.pixelsPerUnit === 0n) continue
      wei = wei * price.pixelsPerUnit + price.pricePerUnit * units
      units *= price.pixelsPerUnit
    }
  }
  if (wei <= 0n) return offer.basePrice
  const divisor = greatestCommonDivisor(wei, units)
  const [pricePerUnit, pixelsPerUnit] = [wei / divisor, units / divisor]
  if (pricePerUnit > MAX_INT64 || pixelsPerUnit > MAX_INT64) throw new GoError(GO_ERRORS.overflow)
  return { pricePerUnit, pixelsPerUnit, capability: 0, constraint: '' }
}
