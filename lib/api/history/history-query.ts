import { HISTORY_METRICS, type HistoryMetric } from '@/lib/domain/history-metric'
import { type HistoryWindow, historyWindow, parseSpan, parseStep } from '@/lib/history/history-window'
import { parseMoment } from '../listing/parse-moment'
import { quoted, type Reading, readSingle, refused, taken } from '../listing/reading'
import type { ParameterDoc } from '../operation-doc'

export interface HistoryQuery {
  readonly metric: HistoryMetric
  readonly window: HistoryWindow
  /** Nothing later counts (ms). */
  readonly until: number
}

export type HistoryQueryReading =
  | { readonly ok: true; readonly query: HistoryQuery }
  | { readonly ok: false; readonly errors: readonly { parameter: string; detail: string }[] }

/** What is asked for within it is the same question. */
const NOW_MS = 5_000
const DEFAULT_WINDOW = '24h'
const SPAN_WORDS = 'whole minutes, hours or days, such as 30m, 24h or 7d'

/** `metrics` are those that make sense for what is asked about. */
export const historyParameters = (metrics: readonly HistoryMetric[]): ParameterDoc[] => [
  {
    name: 'metric',
    in: 'query',
    description: 'What the numbers are of.',
    schema: { type: 'string', enum: metrics, default: metrics[0] },
    example: metrics[0] ?? 'price',
  },
  {
    name: 'window',
    in: 'query',
    description: `How far back: ${SPAN_WORDS}; at least 5m.`,
    schema: { type: 'string', pattern: '^[1-9][0-9]{0,5}[mhd]$', default: DEFAULT_WINDOW },
    example: '7d',
  },
  {
    name: 'step',
    in: 'query',
    description:
      'The length of a bucket, a multiple of 5m; by default as fine as 300 points allow. One that would make more is refused.',
    schema: { type: 'string', pattern: '^[1-9][0-9]{0,5}[mhd]$' },
    example: '1h',
  },
  {
    name: 'until',
    in: 'query',
    description:
      'When the window ends, and the last moment that counts; by default now. `as_of` is the same.',
    schema: { type: 'string' },
    example: '2026-01-31T12:00:00Z',
  },
  { name: 'as_of', in: 'query', description: 'The same as `until`.', schema: { type: 'string' } },
]

/** All that is wrong with a question at once. `lookedAt`: when the latest look at the network ended (ms). */
export function parseHistoryQuery(
  params: URLSearchParams,
  { metrics, now, lookedAt }: { metrics: readonly HistoryMetric[]; now: number; lookedAt: number },
): HistoryQueryReading {
  const known = historyParameters(metrics).map(({ name }) => name)
  const errors = [...new Set(params.keys())]
    .filter((parameter) => !known.includes(parameter))
    .map((parameter) => ({
      parameter,
      detail: `is not a parameter of a history; known: ${known.join(', ')}`,
    }))
  const read = <T>(parameter: string, parse: (text: string) => Reading<T>): T | null => {
    const texts = params.getAll(parameter)
    if (texts.length === 0) return null
    const text = readSingle(texts)
    const reading = text.ok ? parse(text.value) : text
    if (reading.ok) return reading.value
    errors.push({ parameter, detail: reading.detail })
    return null
  }
  const metric = read('metric', (text) => readMetric(text, metrics))
  const windowMs = read('window', (text) => {
    const ms = parseSpan(text)
    return ms === null
      ? refused(`${quoted(text)} is not a span of 5m to 3660d; write ${SPAN_WORDS}`)
      : taken(ms)
  })
  const stepMs = read('step', (text) => {
    const ms = parseStep(text)
    return ms === null ? refused(`${quoted(text)} is not a multiple of 5m, such as 5m, 1h or 1d`) : taken(ms)
  })
  const moment = (text: string) => readPast(text, now)
  const [until, asOf] = [read('until', moment), read('as_of', moment)]
  if (until !== null && asOf !== null && until !== asOf)
    errors.push({ parameter: 'as_of', detail: 'says another moment than until; give one of them' })
  if (errors.length > 0) return { ok: false, errors }
  const end = until ?? asOf ?? nowish(now, lookedAt)
  const reading = historyWindow({
    windowMs: windowMs ?? parseSpan(DEFAULT_WINDOW) ?? 0,
    stepMs,
    until: end,
  })
  if (!reading.ok) return { ok: false, errors: [{ parameter: 'step', detail: reading.detail }] }
  return {
    ok: true,
    query: { metric: metric ?? metrics[0] ?? 'price', window: reading.window, until: end },
  }
}

/** The same for some seconds, but never before what is known. */
const nowish = (now: number, lookedAt: number): number =>
  Math.min(now, Math.max(Math.floor(now / NOW_MS) * NOW_MS, lookedAt + 1))

function readMetric(text: string, metrics: readonly HistoryMetric[]): Reading<HistoryMetric> {
  const metric = HISTORY_METRICS.find((known) => known === text)
  if (metric === undefined) return refused(`${quoted(text)} is not one of ${metrics.join(', ')}`)
  return metrics.includes(metric)
    ? taken(metric)
    : refused(`${quoted(text)} has no meaning here; there are ${metrics.join(', ')}`)
}

function readPast(text: string, now: number): Reading<number> {
  const moment = parseMoment(text)
  if (moment === null)
    return refused(`${quoted(text)} is not a moment, such as 2026-01-31 or 2026-01-31T12:00:00Z`)
  return moment > now
    ? refused(`${quoted(text)} is not over yet`)
    : moment < 0
      ? refused(`${quoted(text)} is before 1970`)
      : taken(moment)
}
