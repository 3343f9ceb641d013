/**
 * How likely each of `count` in order is the better one of two that are drawn by chance. Mitzenmacher, "The power of two
 * choices in randomized load balancing".
 */
export function powerOfTwoShares(count: number): Float64Array {
  if (count === 1) return Float64Array.of(1)
  const pairs = (count * (count - 1)) / 2
  return Float64Array.from({ length: count }, (_, place) => (count - 1 - place) / pairs)
}
