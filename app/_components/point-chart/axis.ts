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
const MAX_TICKS = 7

/** Where values of an axis lie between `from` and `to`, in pixels; its numbers stand at least about `apartPx` apart. */
export function scaleOf({ isLog, domain }: Axis, from: number, to: number, apartPx = 0): Scale {
  const scale = (isLog ? scaleLog() : scaleLinear()).domain(domain).range([from, to])
  const room = apartPx === 0 ? MAX_TICKS : Math.floor(Math.abs(to - from) / apartPx)
  const most = Math.max(2, Math.min(MAX_TICKS, room))
  const ticks = scale.ticks(Math.min(TICKS, most))
  return {
    place: (value) => Math.round(scale(value) * 10) / 10,
    ticks: everyFew(isLog ? rounder(ticks, most) : ticks, most),
  }
}

/** On a logarithmic axis all of 1, 2, 3 … 9 where there is room, else 1, 2 and 5, else 1 alone, if there is any. */
function rounder(ticks: readonly number[], most: number): readonly number[] {
  if (ticks.length <= most) return ticks
  const [rough, round] = [[1, 2, 5], [1]].map((leading) =>
    ticks.filter((tick) => leading.includes(leadingDigit(tick))),
  )
  return [rough, round].find((some) => some && some.length > 1 && some.length <= most) ?? rough ?? ticks
}

const everyFew = (ticks: readonly number[], most: number): readonly number[] => {
  const step = Math.ceil(ticks.length / most)
  return ticks.filter((_, i) => i % step === 0)
}

const leadingDigit = (value: number): number => Number(value.toExponential().charAt(0))
