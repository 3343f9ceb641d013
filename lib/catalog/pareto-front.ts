/**
 * Those that no other one beats: none is at least as good in both respects and better in one. Equals are on it together.
 * Each comparison is negative where the first one is better. In the order of the first respect, then of the second.
 */
export function paretoFront<T>(
  items: readonly T[],
  first: (a: T, b: T) => number,
  second: (a: T, b: T) => number,
): T[] {
  const front: T[] = []
  for (const item of items.toSorted((a, b) => first(a, b) || second(a, b))) {
    const best = front.at(-1)
    // Whatever came before is at least as good in the first respect.
    const isBeaten = best && (second(best, item) < 0 || (second(best, item) === 0 && first(best, item) < 0))
    if (!isBeaten) front.push(item)
  }
  return front
}
