/** How old knowledge may be, in units of the time between two probes. */
const FRESH_UP_TO = 1.5
const AGEING_UP_TO = 3
const STALE_UP_TO = 8

export type Freshness = 'fresh' | 'ageing' | 'stale' | 'expired'

/** State of something observed `ageMs` ago when it is probed every `cadenceMs`. */
export function freshnessOf(ageMs: number, cadenceMs: number): Freshness {
  const age = ageMs / cadenceMs
  if (age <= FRESH_UP_TO) return 'fresh'
  if (age <= AGEING_UP_TO) return 'ageing'
  return age <= STALE_UP_TO ? 'stale' : 'expired'
}

/** The moments (ms) until which something observed at `observedAt` is fresh, and from which it is stale. */
export const freshUntil = (observedAt: number, cadenceMs: number): number =>
  observedAt + FRESH_UP_TO * cadenceMs
export const staleAfter = (observedAt: number, cadenceMs: number): number =>
  observedAt + AGEING_UP_TO * cadenceMs

/** The moment (ms) from which something observed at `observedAt` counts as expired. */
export const expiresAt = (observedAt: number, cadenceMs: number): number =>
  observedAt + STALE_UP_TO * cadenceMs
