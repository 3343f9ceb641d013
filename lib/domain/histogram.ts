/** How many bars a histogram has at most. */
const MAX_BINS = 20
/** From this spread on bars are as wide as the one before times a factor, else all would be in the first one. */
const LOG_FROM = 100
const EDGE_DIGITS = 3

/**
 * Where the bars of a histogram of numbers from `min` to `max` begin and end: ascending, with the two of them exactly at
 * the ends, the others rounded to three digits, so that they can be read. A single number is one bar.
 */
export function histogramEdges(min: number, max: number): number[] {
  if (!(max > min)) return [min, max]
  const isLog = min > 0 && max / min > LOG_FROM
  const inner = Array.from({ length: MAX_BINS - 1 }, (_, i) => {
    const share = (i + 1) / MAX_BINS
    const edge = isLog ? min * (max / min) ** share : min + (max - min) * share
    return Number(edge.toPrecision(EDGE_DIGITS))
  })
  const edges = [min]
  for (const edge of inner) if (edge > (edges.at(-1) ?? min) && edge < max) edges.push(edge)
  return [...edges, max]
}

/**
 * How many values lie between each edge and the next. A value on an edge counts in the bar that begins there, the last
 * edge in the last bar, and what lies outside in the bar that is nearest.
 */
export function countBins<Value, Edge>(
  values: Iterable<Value>,
  edges: readonly Edge[],
  compare: (value: Value, edge: Edge) => number,
): number[] {
  const last = edges.length - 2
  const counts = Array.from({ length: Math.max(1, edges.length - 1) }, () => 0)
  for (const value of values) {
    let [low, high] = [0, last]
    while (low < high) {
      const middle = (low + high + 1) >> 1
      const edge = edges[middle]
      if (edge !== undefined && compare(value, edge) >= 0) low = middle
      else high = middle - 1
    }
    counts[low] = (counts[low] ?? 0) + 1
  }
  return counts
}

const plain = new Intl.NumberFormat('en', { useGrouping: false, maximumSignificantDigits: 15 })

/** A number as plain decimal text of at most 15 digits that say something, without an exponent. */
export const plainDecimal = (value: number): string => plain.format(value)
