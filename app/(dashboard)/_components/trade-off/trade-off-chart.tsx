'use client'

import { useRouter } from 'next/navigation'
import { createContext, memo, type RefObject, useContext, useEffect, useRef, useState } from 'react'
import {
  CartesianGrid,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  type ScatterShapeProps,
  XAxis,
  YAxis,
} from 'recharts'
import { formatNumber } from '../../../_components/format'
import { StateMark } from '../../../_components/state-mark'
import type { TradeOff, TradeOffPoint } from './trade-off-points'

interface Handling {
  /** The one that the Tab key reaches. */
  readonly inTabOrder: number
  readonly wordsOf: (point: TradeOffPoint) => string
  readonly hrefOf: (point: TradeOffPoint) => string
  /** Pointed at or focused; null: none. */
  readonly onLook: (point: TradeOffPoint | null) => void
  readonly onFocus: (at: number) => void
  /** The offering of the dot that has the focus; null: none has. */
  readonly focused: RefObject<string | null>
  /** To the point at that place. */
  readonly moveTo: (at: number) => void
  readonly points: readonly TradeOffPoint[]
}

/** Marks are made by the chart, which would take a function that is made anew for another kind of mark. */
const MarkHandling = createContext<Handling | null>(null)

/** Points of price and latency; one of them is in the order of the Tab key, arrows move among them. */
export function TradeOffChart({
  tradeOff,
  title,
  ...handlers
}: Pick<Handling, 'wordsOf' | 'hrefOf' | 'onLook'> & {
  tradeOff: TradeOff
  title: string
}) {
  const { points } = tradeOff
  const figure = useRef<HTMLDivElement>(null)
  const focused = useRef<string | null>(null)
  const [current, setCurrent] = useState(0)
  const handling: Handling = {
    ...handlers,
    points,
    inTabOrder: Math.min(current, points.length - 1),
    onFocus: setCurrent,
    focused,
    moveTo: (at) => figure.current?.querySelector<SVGElement>(`[data-at="${at}"]`)?.focus(),
  }
  return (
    <div ref={figure} className="h-full">
      <MarkHandling value={handling}>
        <Plot tradeOff={tradeOff} title={title} />
      </MarkHandling>
    </div>
  )
}

/** Drawn anew for other points alone: a chart that is given anything new takes its marks away for a moment, and the focus with them. */
const Plot = memo(function Plot({
  tradeOff: { points, price, latency },
  title,
}: {
  tradeOff: TradeOff
  title: string
}) {
  return (
    <ResponsiveContainer width="100%" height="100%" minHeight={200}>
      <ScatterChart
        accessibilityLayer={false}
        title={title}
        margin={{ top: 12, right: 20, bottom: 4, left: 0 }}
      >
        <CartesianGrid stroke="var(--line)" />
        <XAxis
          type="number"
          dataKey="x"
          scale={price.isLog ? 'log' : 'linear'}
          domain={[...price.domain]}
          tickFormatter={formatNumber}
          tickCount={5}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
          stroke="var(--line-strong)"
        />
        <YAxis
          type="number"
          dataKey="y"
          width={52}
          scale={latency.isLog ? 'log' : 'linear'}
          domain={[...latency.domain]}
          tickFormatter={formatNumber}
          tickCount={5}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
          stroke="var(--line-strong)"
        />
        <Scatter
          data={points.filter(({ about }) => about.on_front)}
          line={{ stroke: 'var(--text)', strokeWidth: 1.5, strokeDasharray: '4 3' }}
          shape={NoMark}
          isAnimationActive={false}
          tooltipType="none"
        />
        <Scatter data={points} shape={Mark} isAnimationActive={false} tooltipType="none" />
      </ScatterChart>
    </ResponsiveContainer>
  )
})

const NoMark = () => <g />

function Mark({ cx, cy, payload }: ScatterShapeProps) {
  const router = useRouter()
  const handling = useContext(MarkHandling)
  const point: TradeOffPoint | undefined = payload
  const own = useRef<HTMLAnchorElement>(null)
  const id = point?.about.offering_id
  const focused = handling?.focused
  const isDrawn = point !== undefined && cx !== undefined && cy !== undefined
  // New numbers make new dots: the focus goes on with the one that had it, unless somebody has taken it elsewhere.
  useEffect(() => {
    if (isDrawn && focused?.current === id && document.activeElement === document.body)
      own.current?.focus({ preventScroll: true })
  }, [isDrawn, id, focused])
  if (!point || !handling || cx === undefined || cy === undefined) return null
  const { points, inTabOrder, wordsOf, hrefOf, onLook, onFocus, moveTo } = handling
  const at = points.indexOf(point)
  return (
    <a
      ref={own}
      href={hrefOf(point)}
      data-at={at}
      tabIndex={at === inTabOrder ? 0 : -1}
      aria-label={wordsOf(point)}
      onClick={(event) => {
        if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
        event.preventDefault()
        router.push(hrefOf(point))
      }}
      onKeyDown={(event) => {
        const next = NEXT[event.key]?.(at, points.length - 1)
        if (next === undefined) return
        event.preventDefault()
        moveTo(next)
      }}
      onFocus={() => {
        onFocus(at)
        handling.focused.current = point.about.offering_id
        onLook(point)
      }}
      onBlur={({ relatedTarget }) => {
        onLook(null)
        // None where the dot itself was taken away.
        if (relatedTarget !== null) handling.focused.current = null
      }}
      onPointerEnter={() => onLook(point)}
      onPointerLeave={() => onLook(null)}
    >
      {point.about.on_front && (
        <circle cx={cx} cy={cy} r={9} fill="none" stroke="var(--text)" strokeWidth="1.5" />
      )}
      <circle cx={cx} cy={cy} r={11} fill="transparent" />
      <StateMark state={point.about.state} x={cx} y={cy} colour={point.colour} />
    </a>
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
