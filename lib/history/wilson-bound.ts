/** One-sided: 95 % of such bounds lie below the true share. */
export const CONFIDENCE = 0.95
const Z = 1.6448536269514722

/** Wilson's lower bound of a share of which `hits` of `n` were seen; null of nothing. The more were seen, the nearer it is. */
export function wilsonLowerBound(hits: number, n: number): number | null {
  if (n <= 0) return null
  // Where floats would leave a crumb of it.
  if (hits <= 0) return 0
  const share = hits / n
  const z2 = Z * Z
  const spread = Z * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))
  return (share + z2 / (2 * n) - spread) / (1 + z2 / n)
}
