import { formatPlural } from './format'

const words = (timeZone?: string) =>
  new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    ...(timeZone !== undefined && { timeZone }),
  })

/** `22 Nov 2026, 14:05` in the reader's time zone, or in another one. */
export const formatLocalMoment = (ms: number, timeZone?: string): string => words(timeZone).format(ms)

const SPANS = [
  ['day', 86_400_000],
  ['hour', 3_600_000],
  ['minute', 60_000],
] as const

/** In its largest whole unit, in words: `2 days`. */
export function formatSpan(ms: number): string {
  const [unit, unitMs] = SPANS.find(([, each]) => ms >= each) ?? ['minute', 60_000]
  return formatPlural(Math.max(0, Math.floor(ms / unitMs)), unit)
}

/** As the field of a form has it: `2026-11-22T14:05`, in the reader's time zone or in UTC. */
export function toFieldMoment(ms: number, zone: 'local' | 'UTC'): string {
  const shift = zone === 'UTC' ? 0 : new Date(ms).getTimezoneOffset() * 60_000
  return new Date(ms - shift).toISOString().slice(0, 16)
}

/** The reader's own words for a field's moment, as ISO 8601 in UTC; null for what is none. */
export function fromFieldMoment(text: string): string | null {
  const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?$/.test(text) ? new Date(text).getTime() : Number.NaN
  return Number.isNaN(ms) ? null : new Date(ms).toISOString()
}
