import { comparePrice, type Price } from '@/lib/domain/price'
import type { GoCandidate } from './go-probability-selection'

/**
 * go-livepeer's LiveSelectionAlgorithm: the first, by whatever order the list is in (its own is by latency), that costs no
 * more than the most, equal included. Without a most the first one is taken, also one whose price is unknown; a negative
 * price, which go-livepeer takes for a cheap one, is refused. Null: nobody.
 */
export const selectFirstAffordable = <T extends Pick<GoCandidate, 'price'>>(
  candidates: readonly T[],
  { maxPrice }: { maxPrice: Price | null },
): T | null =>
  candidates.find(({ price }) =>
    price ? price.wei >= 0n && (!maxPrice || comparePrice(price, maxPrice) <= 0) : !maxPrice,
  ) ?? null
