import type { HistoryDto } from '@/lib/api/contract/history'

/** One cell of a strip: the probes of a span of time, and how many of them reached a node. */
export interface AvailabilityCell {
  /** The start of its first bucket (ISO). */
  readonly at: string
  /** How many buckets it is of. */
  readonly buckets: number
  /** Null: nothing was asked. */
  readonly probes: { readonly attempts: number; readonly reached: number } | null
}

export type CellTone = 'all' | 'most' | 'some' | 'none' | 'unknown'

type AvailabilityHistory = Extract<HistoryDto, { metric: 'availability' }>

/** At most `most` cells, the latest buckets last; more buckets than that share cells. */
export function availabilityCells(
  { points }: Pick<AvailabilityHistory, 'points'>,
  most: number,
): readonly AvailabilityCell[] {
  const size = Math.max(1, Math.floor(points.length / most))
  const whole = points.slice(Math.max(0, points.length - size * most))
  return Array.from({ length: Math.ceil(whole.length / size) }, (_, cell) => {
    const buckets = whole.slice(cell * size, (cell + 1) * size)
    const asked = buckets.flatMap(({ attempts, reached }) =>
      attempts === null || attempts === 0 ? [] : { attempts, reached: reached ?? 0 },
    )
    return {
      at: buckets[0]?.at ?? '',
      buckets: buckets.length,
      probes:
        asked.length === 0
          ? null
          : asked.reduce((sum, one) => ({
              attempts: sum.attempts + one.attempts,
              reached: sum.reached + one.reached,
            })),
    }
  })
}

/** How a cell looks: shades would say more than one can tell apart. */
export function cellTone({ probes }: AvailabilityCell): CellTone {
  if (probes === null) return 'unknown'
  if (probes.reached === probes.attempts) return 'all'
  if (probes.reached === 0) return 'none'
  return probes.reached / probes.attempts >= MOST ? 'most' : 'some'
}

const MOST = 0.9
