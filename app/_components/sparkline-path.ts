/** The room that a line is drawn in, in pixels. */
export interface SparklineBox {
  readonly widthPx: number
  readonly heightPx: number
}

/** Kept free above and below, so that a thick line is not cut. */
const PAD_PX = 2

/**
 * One path through values at equal distances, from the lowest at the bottom to the highest at the top; a null is a gap, and
 * a value between two gaps a dot. Equal values lie in the middle. Empty: there is nothing to draw.
 */
export function sparklinePath(
  values: readonly (number | null)[],
  { widthPx, heightPx }: SparklineBox,
): string {
  const known = values.flatMap((value) => value ?? [])
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const stepPx = values.length > 1 ? widthPx / (values.length - 1) : 0
  const yOf = (value: number) =>
    most === least
      ? heightPx / 2
      : heightPx - PAD_PX - ((value - least) / (most - least)) * (heightPx - 2 * PAD_PX)
  return values
    .map((value, at) => {
      if (value === null) return ''
      const place = `${tenths(at * stepPx)} ${tenths(yOf(value))}`
      const isFirst = (values[at - 1] ?? null) === null
      if (!isFirst) return `L${place}`
      // A line of no length has round ends.
      return (values[at + 1] ?? null) === null ? `M${place}h0` : `M${place}`
    })
    .join('')
}

const tenths = (px: number): number => Math.round(px * 10) / 10
