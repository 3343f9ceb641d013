export const CHANGE_FORMATS = ['json', 'ndjson', 'atom', 'rss'] as const
export type ChangeFormat = (typeof CHANGE_FORMATS)[number]

export const MEDIA_TYPES = {
  json: 'application/json',
  ndjson: 'application/x-ndjson',
  atom: 'application/atom+xml',
  rss: 'application/rss+xml',
  events: 'text/event-stream',
} as const

type Accepted = keyof typeof MEDIA_TYPES

/**
 * The form that a client likes best by its `Accept`, of equal ones the first that it names; JSON where it names none of
 * them, which is better than nothing (RFC 9110 §15.5.7).
 */
export function acceptedFormat<Format extends Accepted>(
  accept: string | null,
  formats: readonly Format[],
): Format | 'json' {
  let best: { readonly format: Format; readonly weight: number } | null = null
  for (const range of (accept ?? '').split(',').slice(0, MAX_RANGES)) {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase())
    const format = formats.find((known) => MEDIA_TYPES[known] === type)
    if (format === undefined) continue
    const weight = Number(parameters.find((one) => one.startsWith('q='))?.slice(2) ?? 1)
    if (weight > (best?.weight ?? 0)) best = { format, weight }
  }
  return best?.format ?? 'json'
}

/** Browsers name ten. */
const MAX_RANGES = 50
