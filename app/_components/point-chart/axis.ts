import { scaleLinear, scaleLog } from 'd3-scale'

export interface Axis {
  readonly isLog: boolean
  readonly domain: readonly [number, number]
}

/** An axis for these values with some room around them: logarithmic where the largest is so many times the least. */
export function axisOf(values: readonly number[], logFrom: number): Axis {
  const [least, most] = [Math.min(...values), Math.max(...values)]
  const isLog = least > 0 && most / least > logFrom
  if (isLog) return { isLog, domain: [least * 0.8, most * 1.25] }
  const pad = (most - least) * 0.06 || most * 0.5 || 1
  return { isLog, domain: [Math.max(0, least - pad), most + pad] }
}

export interface Scale {
  /** In pixels. */
  readonly place: (value: number) => number
  /** Values that have a line and a number of their own. */
  readonly ticks: readonly number[]
}

const TICKS = 5
/** More numbers than that run into each other. */
const MAX_TICKS = 7

/** Where values of an axis lie between `from` and `to`, in pixels. */
export function scaleOf({ isLog, domain }: Axis, from: number, to: number): Scale {
  const scale = (isLog ? scaleLog() : scaleLinear()).domain(domain).range([from, to])
  return { place: (value) => Math.round(scale(value) * 10) / 10, ticks: thinned(scale.ticks(TICKS)) }
}

/** On a logarithmic axis all of 1, 2, 3 … 9 where there is room, else 1, 2 and 5, else 1 alone. */
function thinned(ticks: readonly number[]): readonly number[] {
  if (ticks.length <= MAX_TICKS) return ticks
  const rough = ticks.filter((tick) => [1, 2, 5].includes(leadingDigit(tick)))
  return rough.length <= MAX_TICKS ? rough : ticks.filter((tick) => leadingDigit(tick) === 1)
}

const leadingDigit = (value: number): number => Number(value.toExponential().charAt(0))
