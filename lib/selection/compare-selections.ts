import { comparePrice } from '@/lib/domain/price'
import type { Candidate } from './candidate'
import type { Selection } from './select'

/** What became otherwise between two choices by the same job. Places are from 0. */
export interface SelectionDiff {
  /** Ranked now and not then, in the order of now. */
  readonly entered: readonly { readonly candidate: Candidate; readonly place: number }[]
  /** Ranked then and not now, in the order of then. */
  readonly left: readonly { readonly candidate: Candidate; readonly place: number }[]
  readonly moved: readonly { readonly candidate: Candidate; readonly from: number; readonly to: number }[]
  readonly repriced: readonly { readonly before: Candidate; readonly after: Candidate }[]
}

/** By the ids of offerings; of whatever serves the job on both sides prices are compared, ranked or not. */
export function compareSelections(then: Selection, now: Selection): SelectionDiff {
  const [placesThen, placesNow] = [placesOf(then), placesOf(now)]
  const known = new Map(everybody(then).map((candidate) => [candidate.offering.id, candidate]))
  return {
    entered: now.ranking.candidates.flatMap((candidate, place) =>
      placesThen.has(candidate.offering.id) ? [] : [{ candidate, place }],
    ),
    left: then.ranking.candidates.flatMap((candidate, place) =>
      placesNow.has(candidate.offering.id) ? [] : [{ candidate, place }],
    ),
    moved: now.ranking.candidates.flatMap((candidate, to) => {
      const from = placesThen.get(candidate.offering.id)
      return from === undefined || from === to ? [] : [{ candidate, from, to }]
    }),
    repriced: everybody(now).flatMap((after) => {
      const before = known.get(after.offering.id)
      return before && !haveSamePrice(before, after) ? [{ before, after }] : []
    }),
  }
}

const placesOf = ({ ranking }: Selection): ReadonlyMap<string, number> =>
  new Map(ranking.candidates.map(({ offering }, place) => [offering.id, place]))

/** Each once: whom a last resort ranks is among the rejected ones as well. */
const everybody = ({ ranking, rejected }: Selection): Candidate[] => [
  ...new Set([...ranking.candidates, ...rejected.map(({ candidate }) => candidate)]),
]

const haveSamePrice = (a: Candidate, b: Candidate): boolean =>
  a.price === null || b.price === null ? a.price === b.price : comparePrice(a.price, b.price) === 0
