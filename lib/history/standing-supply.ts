import type { HistoryWindow } from './history-window'
import type { Interval, KnownTime } from './standing'

/** An offering for as long as its terms stood. */
export interface OfferedSpan extends Interval {
  readonly isWarm: boolean
  /** Null where the node does not say which. */
  readonly model: string | null
  /** Null where nobody is known to be paid. */
  readonly orchestrator: string | null
}

export interface StandingSupply {
  readonly offerings: number
  readonly warm: number
  /** Distinct ones. */
  readonly models: number
  readonly orchestrators: number
}

/**
 * What is offered at the end of each bucket, or at the last moment that is known of it; null: nobody looked. Nothing at
 * all is zeros, since it was looked for.
 */
export function standingSupply(
  spans: readonly OfferedSpan[],
  { from, stepMs, count }: Pick<HistoryWindow, 'from' | 'stepMs' | 'count'>,
  known: KnownTime,
): (StandingSupply | null)[] {
  const endOf = ({ to }: Interval): number => to ?? Number.POSITIVE_INFINITY
  const begins = spans.toSorted((a, b) => a.from - b.from)
  const ends = spans.filter(({ to }) => to !== null).toSorted((a, b) => endOf(a) - endOf(b))
  const models = new Map<string, number>()
  const orchestrators = new Map<string, number>()
  let [begun, ended, offerings, warm] = [0, 0, 0, 0]
  const add = (span: OfferedSpan, by: 1 | -1) => {
    offerings += by
    if (span.isWarm) warm += by
    tally(models, span.model, by)
    tally(orchestrators, span.orchestrator, by)
  }
  return Array.from({ length: count }, (_, bucket) => {
    const start = from + bucket * stepMs
    const end = Math.min(start + stepMs, known.until)
    // At the last millisecond before the end: what ends at a moment stands no more at it.
    for (let next = begins[begun]; next && next.from < end; next = begins[++begun]) add(next, 1)
    for (let next = ends[ended]; next && endOf(next) < end; next = ends[++ended]) add(next, -1)
    if (end <= start || !known.isKnown[bucket]) return null
    return { offerings, warm, models: models.size, orchestrators: orchestrators.size }
  })
}

function tally(counts: Map<string, number>, name: string | null, by: 1 | -1): void {
  if (name === null) return
  const left = (counts.get(name) ?? 0) + by
  if (left === 0) counts.delete(name)
  else counts.set(name, left)
}
