/** More bars than this are not told apart at a glance; the table has them all. */
const MAX_BARS = 12
const BAR_PX = 28
const AXIS_PX = 40

/** The first bars; when there are too many, the last place goes to what `fold` makes of the rest. */
export function foldBars<T>(bars: readonly T[], fold: (rest: readonly T[]) => T): T[] {
  return bars.length <= MAX_BARS
    ? [...bars]
    : [...bars.slice(0, MAX_BARS - 1), fold(bars.slice(MAX_BARS - 1))]
}

/** The room that a chart of so many bars takes, known before it is drawn. */
export const chartHeightPx = (bars: number): number => AXIS_PX + BAR_PX * Math.min(bars, MAX_BARS)
