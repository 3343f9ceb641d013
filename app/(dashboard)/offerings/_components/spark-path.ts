/** Where numbers of a column stand in its pictures: the same for all rows, else they could not be compared. */
export interface SparkScale {
  readonly min: number
  readonly max: number
  /** The same factor is the same height; for spreads of more than a hundredfold. */
  readonly isLog: boolean
}

const LOG_FROM = 100

/** A scale from the lowest to the highest of a column; null: there is nothing to draw on. */
export function sparkScale(min: number, max: number): SparkScale | null {
  if (!Number.isFinite(min) || !Number.isFinite(max) || max < min) return null
  return { min, max, isLog: min > 0 && max / min > LOG_FROM }
}

/**
 * The path of a line through numbers at equal steps, `width` × `height`; a null is a gap, a number alone a short dash,
 * and what lies outside of the scale is drawn at its edge. Empty where there is no number.
 */
export function sparkPath(
  points: readonly (number | null)[],
  scale: SparkScale,
  { width, height }: { readonly width: number; readonly height: number },
): string {
  const step = points.length > 1 ? width / (points.length - 1) : width
  const yOf = (value: number) => round(height - heightOf(value, scale) * height)
  return points
    .map((value, at) => {
      if (value === null) return ''
      const [x, y] = [round(at * step), yOf(value)]
      const before = points[at - 1] ?? null
      const after = points[at + 1] ?? null
      if (before !== null) return `L${x} ${y}`
      return after === null
        ? `M${round(Math.max(0, x - step / 2))} ${y}h${round(Math.max(1, step / 2))}`
        : `M${x} ${y}`
    })
    .join('')
}

/** From 0 at the bottom to 1 at the top; in the middle where all are alike. */
function heightOf(value: number, { min, max, isLog }: SparkScale): number {
  if (max === min) return 0.5
  const clamped = Math.min(max, Math.max(min, value))
  return isLog ? Math.log(clamped / min) / Math.log(max / min) : (clamped - min) / (max - min)
}

const round = (value: number): number => Math.round(value * 10) / 10
