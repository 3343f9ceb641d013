/** Below this many samples a percentile says nothing. */
const MIN_SAMPLES = 20

/** Nearest rank; null below 20 samples. */
export function percentile(samples: readonly number[], percent: number): number | null {
  if (samples.length < MIN_SAMPLES) return null
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.ceil((percent / 100) * sorted.length) - 1] ?? null
}
