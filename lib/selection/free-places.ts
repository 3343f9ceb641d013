import { isImplausibleCapacity } from '@/lib/catalog/offering'
import type { Candidate } from './candidate'
import type { Conditions } from './conditions'

/**
 * Places that are free as far as we know: of those that were in use when the node was last asked, and of our own jobs
 * there now, the more count. Null: it does not say how many it has.
 */
export function freePlaces(
  { offering: { id, capacity, capacityInUse } }: Candidate,
  { inFlight }: Pick<Conditions, 'inFlight'>,
): number | null {
  if (capacity === null || isImplausibleCapacity(capacity)) return null
  return Math.max(0, capacity - Math.max(capacityInUse ?? 0, inFlight(id)))
}
