'use client'

import { useRouter } from 'next/navigation'
import { memo, type ReactNode, useMemo, useState } from 'react'
import type { OfferingState } from '@/lib/domain/facet'
import { formatNumber } from '../format'
import { stateMarkPath } from '../state-mark'
import { useWidth } from '../use-width'
import { type Axis, type Scale, scaleOf } from './axis'

/** Something that is drawn as the shape of its state; exact amounts stand in the table beside the chart. */
export interface ChartPoint {
  readonly id: string
  readonly x: number
  readonly y: number
  readonly state: OfferingState
  readonly colour: string
}

interface PointChartProps<T extends ChartPoint> {
  readonly points: readonly T[]
  readonly x: Axis
  readonly y: Axis
  /** Left out where heights say nothing by themselves. */
  readonly showsY?: boolean
  readonly heightPx: number
  readonly title: string
  readonly wordsOf: (point: T) => string
  readonly hrefOf: (point: T) => string
  /** Pointed at or focused; null: none. */
  readonly onLook: (point: T | null) => void
  /** What is drawn beneath the points. */
  readonly beneath?: (x: Scale, y: Scale) => ReactNode
}

const MARGIN = { top: 18, right: 20, bottom: 24, left: 56 }
/** What numbers need for themselves, in pixels. */
const APART_X = 84
const APART_Y = 32
/** Half of a long number, in pixels. */
const LABEL = 24
/** So near a pointer means a point. */
const REACH = 24

/**
 * Points, as wide as there is room. There may be a thousand, and they change with every sweep: those that look alike are
 * one path, and one link lies over the point that is pointed at or that arrow keys have come to.
 */
export function PointChart<T extends ChartPoint>(props: PointChartProps<T>) {
  const [figure, width] = useWidth<HTMLDivElement>()
  return (
    <div ref={figure} style={{ height: props.heightPx }}>
      {width !== null && width > 0 && <Plot {...props} width={width} />}
    </div>
  )
}

function Plot<T extends ChartPoint>({
  points,
  x: xAxis,
  y: yAxis,
  showsY = true,
  heightPx,
  title,
  wordsOf,
  hrefOf,
  onLook,
  beneath,
  width,
}: PointChartProps<T> & { readonly width: number }) {
  const router = useRouter()
  const [current, setCurrent] = useState<string | null>(null)
  const left = showsY ? MARGIN.left : MARGIN.right
  const x = useMemo(() => scaleOf(xAxis, left, width - MARGIN.right, APART_X), [xAxis, left, width])
  const y = useMemo(() => scaleOf(yAxis, heightPx - MARGIN.bottom, MARGIN.top, APART_Y), [yAxis, heightPx])
  // After a sweep it is the same offering, wherever it has gone.
  const at = Math.max(
    0,
    points.findIndex(({ id }) => id === current),
  )
  const point = points[at]
  const look = (next: T | undefined) => {
    if (!next) return
    setCurrent(next.id)
    onLook(next)
  }
  return (
    <svg
      width={width}
      height={heightPx}
      className="block"
      onPointerMove={(event) => {
        const box = event.currentTarget.getBoundingClientRect()
        const next = nearest(points, x, y, event.clientX - box.left, event.clientY - box.top)
        if (next === undefined) onLook(null)
        else look(next)
      }}
      onPointerLeave={() => onLook(null)}
    >
      <title>{title}</title>
      <Axes x={x} y={y} left={left} width={width} heightPx={heightPx} showsY={showsY} />
      <g aria-hidden>{beneath?.(x, y)}</g>
      <Marks points={points} x={x} y={y} />
      {point && (
        <a
          href={hrefOf(point)}
          data-at={at}
          tabIndex={0}
          aria-label={wordsOf(point)}
          className="point-link"
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
            event.preventDefault()
            router.push(hrefOf(point))
          }}
          onKeyDown={(event) => {
            const next = NEXT[event.key]?.(at, points.length - 1)
            if (next === undefined) return
            event.preventDefault()
            look(points[next])
          }}
          onFocus={() => look(point)}
          onBlur={() => onLook(null)}
        >
          <circle cx={x.place(point.x)} cy={y.place(point.y)} r={REACH} fill="transparent" />
          <circle
            cx={x.place(point.x)}
            cy={y.place(point.y)}
            r={12}
            fill="none"
            strokeWidth="2"
            className="point-ring"
          />
        </a>
      )}
    </svg>
  )
}

const NEXT: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at, last) => Math.min(at + 1, last),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  ArrowDown: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
}

function nearest<T extends ChartPoint>(
  points: readonly T[],
  x: Scale,
  y: Scale,
  left: number,
  top: number,
): T | undefined {
  let found: T | undefined
  let foundAway = REACH
  for (const point of points) {
    const away = Math.hypot(x.place(point.x) - left, y.place(point.y) - top)
    if (away <= foundAway) [found, foundAway] = [point, away]
  }
  return found
}

const Axes = memo(function Axes({
  x,
  y,
  left,
  width,
  heightPx,
  showsY,
}: {
  x: Scale
  y: Scale
  left: number
  width: number
  heightPx: number
  showsY: boolean
}) {
  const [bottom, right] = [heightPx - MARGIN.bottom, width - MARGIN.right]
  const yTicks = showsY ? y.ticks : []
  const lines = [
    ...x.ticks.map((tick) => `M${x.place(tick)} ${MARGIN.top}V${bottom}`),
    ...yTicks.map((tick) => `M${left} ${y.place(tick)}H${right}`),
  ]
  return (
    <g aria-hidden fill="var(--muted)" fontSize={12}>
      <path d={lines.join('')} stroke="var(--line)" fill="none" />
      <path
        d={`${showsY ? `M${left} ${MARGIN.top}V${bottom}` : `M${left} ${bottom}`}H${right}`}
        stroke="var(--line-strong)"
        fill="none"
      />
      {x.ticks.map((tick) => (
        // Nothing may stand beyond the edge.
        <text
          key={tick}
          x={x.place(tick)}
          y={bottom + 16}
          textAnchor={x.place(tick) > right - LABEL ? 'end' : 'middle'}
        >
          {formatNumber(tick)}
        </text>
      ))}
      {yTicks.map((tick) => (
        <text key={tick} x={left - 6} y={y.place(tick)} dy="0.35em" textAnchor="end">
          {formatNumber(tick)}
        </text>
      ))}
    </g>
  )
})

interface MarksProps {
  readonly points: readonly ChartPoint[]
  readonly x: Scale
  readonly y: Scale
}

const Marks = memo(({ points, x, y }: MarksProps) => (
  <g aria-hidden>
    {[...alike(points, x, y)].map(([key, { colour, path }]) => (
      <path key={key} d={path} fill={colour} stroke="var(--surface)" strokeWidth={1} />
    ))}
  </g>
))

/** The shapes of all points of a state and a colour as one path. */
function alike(points: readonly ChartPoint[], x: Scale, y: Scale) {
  const groups = new Map<string, { readonly colour: string; path: string }>()
  for (const point of points) {
    const key = `${point.state} ${point.colour}`
    const mark = stateMarkPath(point.state, x.place(point.x), y.place(point.y))
    const group = groups.get(key)
    if (group) group.path += mark
    else groups.set(key, { colour: point.colour, path: mark })
  }
  return groups
}
