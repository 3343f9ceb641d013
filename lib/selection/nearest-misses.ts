import { byPrice } from './by-price'
import { rulesOf } from './rules'
import type { Rejected } from './select'

/** Rejected ones by how little they miss: whoever breaks the fewest rules first, then by price, node and offering. */
export function nearestFirst(rejected: readonly Rejected[]): readonly Rejected[] {
  const counts = new Map<number, number>()
  const countOf = (broken: number): number => {
    const known = counts.get(broken)
    if (known !== undefined) return known
    const count = rulesOf(broken).length
    counts.set(broken, count)
    return count
  }
  return rejected.toSorted(
    (a, b) => countOf(a.broken) - countOf(b.broken) || byPrice(a.candidate, b.candidate) || byPlace(a, b),
  )
}

const byPlace = (
  { candidate: { offering: a } }: Rejected,
  { candidate: { offering: b } }: Rejected,
): number => (a.nodeUri < b.nodeUri ? -1 : a.nodeUri > b.nodeUri ? 1 : a.id < b.id ? -1 : 1)
