import type { AttemptDto } from '@/lib/api/contract/request'

/** What an attempt did for a while; `lost` is time in which no answer came. */
export type SpanKind = 'quote' | 'wait' | 'answer' | 'lost'

/** A part of an attempt; `from` and `share` are of the whole request, 0 to 1. */
export interface AttemptSpan {
  readonly kind: SpanKind
  readonly from: number
  readonly share: number
}

/** The parts of an attempt one after the other, on the axis of its request. */
export function attemptSpans(
  attempt: Pick<AttemptDto, 'started_at' | 'quote_ms' | 'first_byte_ms' | 'total_ms'>,
  request: { readonly started_at: string; readonly total_ms: number },
): AttemptSpan[] {
  const began = Math.max(0, Date.parse(attempt.started_at) - Date.parse(request.started_at))
  const { quote_ms: quote, first_byte_ms: first, total_ms: end } = attempt
  const marks: readonly { kind: SpanKind; until: number | null }[] = [
    { kind: 'quote', until: quote },
    { kind: 'wait', until: first },
    { kind: first === null ? 'lost' : 'answer', until: end },
  ]
  const spans: AttemptSpan[] = []
  const whole = Math.max(1, request.total_ms)
  let from = 0
  for (const { kind, until } of marks) {
    if (until === null) continue
    // Clocks of both are not the same one, and nothing reaches beyond the picture.
    const left = Math.min(1, (began + from) / whole)
    const right = Math.min(1, (began + Math.max(from, until)) / whole)
    if (until > from) spans.push({ kind, from: left, share: right - left })
    from = Math.max(from, until)
  }
  return spans
}

const STEPS = [1, 2, 5]
const MOST_TICKS = 4

/** Round numbers of milliseconds along an axis that ends at `totalMs`; labels have room beside each other. */
export function axisTicks(totalMs: number): { readonly ms: number; readonly share: number }[] {
  const least = Math.max(1e-3, totalMs / MOST_TICKS)
  const power = 10 ** Math.floor(Math.log10(least))
  const step = (STEPS.find((one) => one * power >= least) ?? 10) * power
  const ticks = []
  for (let ms = 0; ms <= totalMs * 0.9; ms += step)
    ticks.push({ ms, share: totalMs === 0 ? 0 : ms / totalMs })
  return ticks
}
