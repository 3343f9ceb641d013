const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const STEPS = [
  HOUR_MS,
  2 * HOUR_MS,
  4 * HOUR_MS,
  6 * HOUR_MS,
  12 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  5 * DAY_MS,
  10 * DAY_MS,
]
const MAX_TICKS = 8

/** Round moments (ms, UTC) between two others, at most eight. */
export function timeTicks(from: number, to: number): number[] {
  const step = STEPS.find((ms) => (to - from) / ms < MAX_TICKS) ?? (to - from) / MAX_TICKS
  const first = Math.ceil(from / step) * step
  return Array.from(
    { length: Math.max(0, Math.floor((to - first) / step) + 1) },
    (_, at) => first + at * step,
  )
}

const day = new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', day: 'numeric', month: 'short' })

/** `29 Nov` at midnight, else `14:00`; in UTC. */
export const formatTick = (ms: number): string =>
  ms % DAY_MS === 0 ? day.format(ms) : new Date(ms).toISOString().slice(11, 16)

/** `29 Nov, 14:00 UTC`. */
export const formatBucket = (ms: number): string =>
  `${day.format(ms)}, ${new Date(ms).toISOString().slice(11, 16)} UTC`
