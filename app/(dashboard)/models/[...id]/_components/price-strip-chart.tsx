'use client'

import {
  ReferenceLine,
  ResponsiveContainer,
  Scatter,
  ScatterChart,
  type ScatterShapeProps,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts'
import { displayUri, shortenMiddle } from '../../../../_components/display-text'
import { formatNumber } from '../../../../_components/format'
import { SHORT_UNITS } from '../../../../_components/short-units'
import { STATE_FACES } from '../../../../_components/state-badge'
import { StateMark } from '../../../../_components/state-mark'
import type { PriceStrip, StripPoint } from './price-strip-points'

/** Where each price stands among the others; the shape says the state, the line the median. */
export function PriceStripChart({
  strip: { unit, isLog, highest, points },
  median,
}: {
  strip: PriceStrip
  median: number | null
}) {
  const xs = points.map(({ x }) => x)
  const [least, most] = [Math.min(...xs), Math.max(...xs)]
  const pad = (most - least) * 0.04 || Math.abs(most) * 0.5 || 1
  return (
    <ResponsiveContainer width="100%" height="100%" minHeight={100}>
      <ScatterChart
        accessibilityLayer
        title={`Prices in ${SHORT_UNITS[unit]}; the table below holds the same numbers`}
        margin={{ top: 18, right: 24, bottom: 0, left: 24 }}
      >
        <XAxis
          type="number"
          dataKey="x"
          scale={isLog ? 'log' : 'linear'}
          domain={isLog ? [least * 0.8, most * 1.25] : [Math.max(0, least - pad), most + pad]}
          tickFormatter={formatNumber}
          tickCount={5}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
          stroke="var(--line-strong)"
        />
        <YAxis type="number" dataKey="y" hide domain={[0, Math.max(4, highest + 1)]} />
        {median !== null && (
          <ReferenceLine
            x={median}
            stroke="var(--muted)"
            strokeDasharray="3 3"
            label={{ value: 'median', position: 'top', fill: 'var(--muted)', fontSize: 12 }}
          />
        )}
        <Tooltip content={PointTooltip} isAnimationActive={false} cursor={false} />
        <Scatter data={points} shape={Mark} isAnimationActive={false} />
      </ScatterChart>
    </ResponsiveContainer>
  )
}

function Mark({ cx, cy, payload }: ScatterShapeProps) {
  const point: StripPoint | undefined = payload
  return point && cx !== undefined && cy !== undefined ? (
    <StateMark state={point.state} x={cx} y={cy} />
  ) : null
}

function PointTooltip({ active, payload }: TooltipContentProps) {
  const point: StripPoint | undefined = payload[0]?.payload
  if (!active || !point) return null
  return (
    <div className="max-w-64 rounded-md border border-line bg-raised px-3 py-2 text-xs shadow-lg">
      <p className="font-medium">
        <bdi>{shortenMiddle(displayUri(point.nodeUri), 48)}</bdi>
      </p>
      <p>
        {formatNumber(point.weiPerUnit)} · {STATE_FACES[point.state].label.toLowerCase()}
      </p>
    </div>
  )
}
