export const MAX_BUCKETS = 300

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const UNITS_MS = { m: MINUTE_MS, h: HOUR_MS, d: DAY_MS } as const

/** How finely measurements are kept, finest first. Each divides the next. */
export const LEVELS = ['5m', '1h', '1d'] as const
export type Level = (typeof LEVELS)[number]
export type ByLevel<T> = Readonly<Record<Level, T>>
export const LEVEL_MS: ByLevel<number> = { '5m': 5 * MINUTE_MS, '1h': HOUR_MS, '1d': DAY_MS }

/** Steps that are chosen where none is asked for; each a multiple of a level. */
const DEFAULT_STEPS_MS = [
  5 * MINUTE_MS,
  30 * MINUTE_MS,
  HOUR_MS,
  3 * HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  4 * DAY_MS,
  7 * DAY_MS,
  14 * DAY_MS,
]
/** Longer than anything is kept. */
const MAX_WINDOW_MS = 3_660 * DAY_MS

/** A span of time, its end excluded (ms). */
export interface Span {
  readonly from: number
  readonly to: number
}

/** Equal buckets without gaps between them, aligned to multiples of their length since 1970. */
export interface HistoryWindow extends Span {
  readonly stepMs: number
  readonly count: number
  /** The coarsest that divides the step. */
  readonly level: Level
}

export interface WindowQuery {
  readonly windowMs: number
  /** Null: as fine as there is room for. */
  readonly stepMs: number | null
  /** Where the window ends. */
  readonly until: number
}

export type WindowReading =
  | { readonly ok: true; readonly window: HistoryWindow }
  | { readonly ok: false; readonly detail: string }

/** The last buckets up to the one in which the window ends, so many that they span it. */
export function historyWindow({ windowMs, stepMs, until }: WindowQuery): WindowReading {
  const step = stepMs ?? defaultStep(windowMs)
  const count = Math.ceil(windowMs / step)
  if (count > MAX_BUCKETS)
    return {
      ok: false,
      detail: `makes ${count} points, and there are at most ${MAX_BUCKETS}; step=${formatSpan(defaultStep(windowMs))} would do`,
    }
  const to = Math.ceil(until / step) * step
  return { ok: true, window: { from: to - count * step, to, stepMs: step, count, level: levelOf(step) } }
}

const defaultStep = (windowMs: number): number =>
  DEFAULT_STEPS_MS.find((step) => windowMs / step <= MAX_BUCKETS) ?? 14 * DAY_MS

const levelOf = (stepMs: number): Level => LEVELS.findLast((level) => stepMs % LEVEL_MS[level] === 0) ?? '5m'

/** `24h`: whole minutes, hours or days, from five minutes to ten years; null for what is none. */
export function parseSpan(text: string): number | null {
  const [, digits, unit] = /^([1-9]\d{0,5})([mhd])$/.exec(text) ?? []
  if (digits === undefined || !(unit === 'm' || unit === 'h' || unit === 'd')) return null
  const ms = Number(digits) * UNITS_MS[unit]
  return ms >= LEVEL_MS['5m'] && ms <= MAX_WINDOW_MS ? ms : null
}

/** A step is a span that five-minute buckets fill. */
export function parseStep(text: string): number | null {
  const ms = parseSpan(text)
  return ms !== null && ms % LEVEL_MS['5m'] === 0 ? ms : null
}

/** In the largest unit that it is a whole number of. */
export function formatSpan(ms: number): string {
  const unit = (['d', 'h', 'm'] as const).find((unit) => ms % UNITS_MS[unit] === 0) ?? 'm'
  return `${ms / UNITS_MS[unit]}${unit}`
}
