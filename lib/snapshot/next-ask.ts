import type { NodeObservation } from './snapshot'

const MINUTE_MS = 60_000
/** Minutes until a node that fails is asked again, by failures in a row; daily from then on. */
const BACKOFF_MINUTES = [1, 5, 15, 30, 60, 24 * 60]

/**
 * When a node is to be asked next (ms): at its cadence while it is reached, later and later while it is not. Where
 * nodes are asked more than once a minute, the waits shrink in proportion.
 */
export function nextAskAt({
  askedAt,
  cadenceMs,
  health,
}: Pick<NodeObservation, 'askedAt' | 'cadenceMs' | 'health'>): number {
  const { failuresInARow } = health
  if (failuresInARow === 0) return askedAt + cadenceMs
  const minutes = BACKOFF_MINUTES[Math.min(failuresInARow, BACKOFF_MINUTES.length) - 1] ?? 0
  const scale = Math.min(1, cadenceMs / MINUTE_MS)
  return askedAt + Math.max(cadenceMs, minutes * MINUTE_MS * scale)
}
