'use client'

import { useMemo } from 'react'
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { formatCount, formatNumber, NBSP } from '../../../_components/format'
import type { LatencyPoint } from './latency-points'
import { FEW_ANSWERS } from './latency-points'
import { formatTick, timeTicks } from './time-axis'
import { type ReadablePoint, TimeTooltip } from './time-tooltip'

interface Row extends LatencyPoint, ReadablePoint {
  readonly isAlone: boolean
  /** From the median to the 95th percentile. */
  readonly band: readonly [number, number] | null
}

/** The median of latency over time with a band up to the 95th percentile; a median of few answers is a hollow dot, gaps stay gaps. */
export function LatencyHistoryChart({
  points,
  from,
  to,
}: {
  points: readonly LatencyPoint[]
  /** In ms. */
  from: number
  to: number
}) {
  const rows = useMemo(
    () =>
      points.map(
        (point, at): Row => ({
          ...point,
          readings: readingsOf(point),
          band: point.p50Ms === null || point.p95Ms === null ? null : [point.p50Ms, point.p95Ms],
          isAlone: (points[at - 1]?.p50Ms ?? null) === null && (points[at + 1]?.p50Ms ?? null) === null,
        }),
      ),
    [points],
  )
  return (
    <ResponsiveContainer width="100%" height="100%" minHeight={120}>
      <ComposedChart
        accessibilityLayer
        data={rows}
        title="Median and 95th percentile of discovery latency in ms; the table below holds the same numbers"
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
      >
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          type="number"
          dataKey="ms"
          domain={[from, to]}
          ticks={timeTicks(from, to)}
          tickFormatter={formatTick}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
          stroke="var(--line)"
        />
        <YAxis
          width={56}
          domain={[0, 'auto']}
          tickFormatter={formatNumber}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
          tickLine={false}
          stroke="var(--line)"
        />
        <Tooltip content={TimeTooltip} isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} />
        <Area
          dataKey="band"
          fill="var(--series-cold)"
          fillOpacity={0.15}
          stroke="none"
          isAnimationActive={false}
          activeDot={false}
        />
        <Line
          dataKey="p95Ms"
          stroke="var(--series-priced-only)"
          strokeWidth={1.5}
          strokeDasharray="5 3"
          dot={false}
          isAnimationActive={false}
        />
        <Line
          dataKey="p50Ms"
          stroke="var(--series-cold)"
          strokeWidth={2}
          dot={MedianDot}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

function MedianDot({ cx, cy, payload }: { cx?: number; cy?: number; payload?: Row }) {
  if (!payload || payload.p50Ms === null || cx === undefined || cy === undefined) return null
  const isOfFew = (payload.n ?? 0) < FEW_ANSWERS
  if (!isOfFew && !payload.isAlone) return null
  return (
    <circle
      cx={cx}
      cy={cy}
      r={3}
      fill={isOfFew ? 'var(--surface)' : 'var(--series-cold)'}
      stroke="var(--series-cold)"
      strokeWidth={1.5}
    />
  )
}

const inMs = (ms: number | null): string => (ms === null ? '—' : `${formatNumber(ms)}${NBSP}ms`)

function readingsOf({ n, p50Ms, p95Ms }: LatencyPoint): Row['readings'] {
  if (n === null) return [{ name: 'Nothing was asked', text: '—' }]
  return [
    { name: 'p95', text: p95Ms === null ? 'too few answers' : inMs(p95Ms) },
    { name: n < FEW_ANSWERS ? 'p50, of few answers' : 'p50', text: inMs(p50Ms) },
    { name: 'Answers', text: formatCount(n) },
  ]
}
