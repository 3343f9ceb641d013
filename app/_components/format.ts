/** Numbers, sizes and moments as people read them; the exact value belongs into a title beside the short one. */
export const NBSP = '\u00a0'

const whole = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })
const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 })
const scientific = new Intl.NumberFormat('en', { notation: 'scientific', maximumSignificantDigits: 3 })

/** A count, never rounded: `2,013`. */
export const formatCount = (count: number): string => whole.format(count)

/** Three significant digits with grouping: `1,590`; scientific where zeros would drown them: `1.23E18`. */
export function formatNumber(value: number | string): string {
  const number = Number(value)
  const size = Math.abs(number)
  return size !== 0 && (size < 1e-6 || size >= 1e15) ? scientific.format(number) : short.format(number)
}

/** Every digit of a decimal, grouped: `1588.25` becomes `1,588.25`, whatever its length. */
export function formatExact(value: number | string): string {
  const text = String(value)
  const [, sign = '', integer = '', fraction = ''] = /^(-?)(\d+)(\.\d+)?$/.exec(text) ?? []
  if (integer === '') return text
  return `${sign}${integer.replace(/\B(?=(\d{3})+$)/g, ',')}${fraction}`
}

/** `1 node`, `2 nodes`, `0 nodes`. */
export const formatPlural = (count: number, one: string, many = `${one}s`): string =>
  `${formatCount(count)} ${count === 1 ? one : many}`

/** Bytes as GiB without the unit: `31.8`. */
export const formatGib = (bytes: string): string => formatNumber(Number(bytes) / 2 ** 30)

const SIZES = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB'] as const

/** Bytes in the largest unit of which there is at least one: `512 bytes`, `1.5 KiB`. */
export function formatBytes(bytes: number): string {
  const step = bytes < 1 ? 0 : Math.min(SIZES.length - 1, Math.floor(Math.log2(bytes) / 10))
  return `${formatNumber(bytes / 2 ** (10 * step))}${NBSP}${SIZES[step]}`
}

const SPANS = [
  { unit: 'd', ms: 86_400_000 },
  { unit: 'h', ms: 3_600_000 },
  { unit: 'min', ms: 60_000 },
  { unit: 's', ms: 1_000 },
] as const

/** A span in its largest whole unit: `12 s`, `9 min`, `3 h`. A span below zero (clocks disagree) reads as none. */
export function formatAge(ageMs: number): string {
  const age = Math.max(0, ageMs)
  const span = SPANS.find(({ ms }) => age >= ms) ?? { unit: 's', ms: 1_000 }
  return `${formatCount(Math.floor(age / span.ms))}${NBSP}${span.unit}`
}

/** A measured duration: milliseconds below a second, seconds below a minute, else as an age. */
export function formatDuration(ms: number): string {
  if (ms < 1_000) return `${formatNumber(ms)}${NBSP}ms`
  return ms < 60_000 ? `${formatNumber(ms / 1_000)}${NBSP}s` : formatAge(ms)
}

/** `2026-03-01 10:22:31 UTC`, the same on every machine. */
export const formatMoment = (iso: string): string =>
  `${new Date(iso).toISOString().slice(0, 19).replace('T', ' ')} UTC`

/** The time of day alone, in UTC: `10:22:31`. */
export const formatClock = (iso: string): string => new Date(iso).toISOString().slice(11, 19)
