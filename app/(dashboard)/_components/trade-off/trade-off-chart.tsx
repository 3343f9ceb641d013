'use client'

import { useRouter } from 'next/navigation'
import { type KeyboardEvent, useRef, useState } from 'react'
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

/** Points of price and latency; one of them is in the order of the Tab key, arrows move among them. */
export function TradeOffChart({
  tradeOff: { points, price, latency },
  title,
  wordsOf,
  hrefOf,
  onLook,
}: {
  tradeOff: TradeOff
  title: string
  wordsOf: (point: TradeOffPoint) => string
  hrefOf: (point: TradeOffPoint) => string
  /** Pointed at or focused; null: none. */
  onLook: (point: TradeOffPoint | null) => void
}) {
  const router = useRouter()
  const figure = useRef<HTMLDivElement>(null)
  const [current, setCurrent] = useState(0)
  const inTabOrder = Math.min(current, points.length - 1)
  const move = (event: KeyboardEvent, at: number) => {
    const next = NEXT[event.key]?.(at, points.length - 1)
    if (next === undefined) return
    event.preventDefault()
    setCurrent(next)
    figure.current?.querySelector<SVGElement>(`[data-at="${next}"]`)?.focus()
  }
  const mark = ({ cx, cy, payload }: ScatterShapeProps) => {
    const point: TradeOffPoint | undefined = payload
    if (!point || cx === undefined || cy === undefined) return null
    const at = points.indexOf(point)
    return (
      <a
        href={hrefOf(point)}
        data-at={at}
        tabIndex={at === inTabOrder ? 0 : -1}
        aria-label={wordsOf(point)}
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return
          event.preventDefault()
          router.push(hrefOf(point))
        }}
        onKeyDown={(event) => move(event, at)}
        onFocus={() => {
          setCurrent(at)
          onLook(point)
        }}
        onBlur={() => onLook(null)}
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
  return (
    <div ref={figure} className="h-full">
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
          <Scatter data={points} shape={mark} isAnimationActive={false} tooltipType="none" />
        </ScatterChart>
      </ResponsiveContainer>
    </div>
  )
}

const NoMark = () => <g />

const NEXT: Readonly<Record<string, (at: number, last: number) => number>> = {
  ArrowRight: (at, last) => Math.min(at + 1, last),
  ArrowUp: (at, last) => Math.min(at + 1, last),
  ArrowLeft: (at) => Math.max(at - 1, 0),
  ArrowDown: (at) => Math.max(at - 1, 0),
  Home: () => 0,
  End: (_, last) => last,
}
