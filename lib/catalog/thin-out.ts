/** At most so many of a row, spread evenly over it, in its order. */
export function thinOut<T>(items: readonly T[], most: number): readonly T[] {
  if (items.length <= most) return items
  return Array.from({ length: most }, (_, at) => items[Math.floor((at * items.length) / most)]).flatMap(
    (item) => (item === undefined ? [] : [item]),
  )
}
