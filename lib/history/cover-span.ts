import { type ByLevel, LEVEL_MS, LEVELS, type Level, type Span } from './history-window'

export interface LevelSpan extends Span {
  readonly level: Level
}

/** Up to when everything is in the buckets of a level; null: nothing is yet. */
export type RollUpProgress = ByLevel<number | null>

/**
 * Which buckets of which levels hold a span, each moment once, in order: the coarsest that lie in it whole and are
 * complete, finer ones at both ends. What no level holds yet is left out, and so is what is finer than the finest.
 */
export function coverSpan(
  { from, to }: Span,
  progress: RollUpProgress,
  { coarsest = '1d' }: { coarsest?: Level } = {},
): LevelSpan[] {
  const level = LEVELS[LEVELS.indexOf(coarsest)]
  const finer = LEVELS[LEVELS.indexOf(coarsest) - 1]
  if (level === undefined) return []
  const size = LEVEL_MS[level]
  const [start, end] = [
    Math.ceil(from / size) * size,
    Math.min(Math.floor(to / size) * size, progress[level] ?? Number.NEGATIVE_INFINITY),
  ]
  const rest = (span: Span): LevelSpan[] =>
    finer === undefined || span.from >= span.to ? [] : coverSpan(span, progress, { coarsest: finer })
  if (start >= end) return rest({ from, to })
  return [...rest({ from, to: start }), { level, from: start, to: end }, ...rest({ from: end, to })]
}
