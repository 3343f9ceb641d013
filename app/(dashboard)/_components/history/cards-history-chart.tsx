'use client'

import { useMemo } from 'react'
import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatCount, formatNumber } from '../../../_components/format'
import type { CardsPoint } from './cards-points'
import { formatTick, timeTicks } from './time-axis'
import { type ReadablePoint, TimeTooltip } from './time-tooltip'

interface Row extends CardsPoint, ReadablePoint {
  readonly isAlone: boolean
}

/** Reported cards over time as steps; gaps stay gaps. */
export function CardsHistoryChart({
  points,
  from,
  to,
}: {
  points: readonly CardsPoint[]
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
          isAlone: (points[at - 1]?.mean ?? null) === null && (points[at + 1]?.mean ?? null) === null,
        }),
      ),
    [points],
  )
  return (
    <ResponsiveContainer width="100%" height="100%" minHeight={120}>
      <LineChart
        accessibilityLayer
        data={rows}
        title="Reported cards over time; the table below holds the same numbers"
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
          width={44}
          domain={[0, 'auto']}
          allowDecimals={false}
          tickFormatter={formatCount}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
          tickLine={false}
          stroke="var(--line)"
        />
        <Tooltip content={TimeTooltip} isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} />
        <Line
          dataKey="mean"
          type="stepAfter"
          stroke="var(--series-gpu)"
          strokeWidth={2}
          dot={LoneDot}
          isAnimationActive={false}
        />
      </LineChart>
    </ResponsiveContainer>
  )
}

/** A value between two gaps has no line. */
function LoneDot({ cx, cy, payload }: { cx?: number; cy?: number; payload?: Row }) {
  return payload?.isAlone && payload.mean !== null && cx !== undefined && cy !== undefined ? (
    <circle cx={cx} cy={cy} r={3} fill="var(--series-gpu)" />
  ) : null
}

function readingsOf({ min, mean, max, nodes }: CardsPoint): Row['readings'] {
  if (mean === null || min === null || max === null) return [{ name: 'None reported', text: '—' }]
  return [
    { name: 'Cards', text: min === max ? formatCount(max) : `${formatCount(min)} to ${formatCount(max)}` },
    { name: 'On average', text: formatNumber(mean) },
    { name: 'Nodes', text: nodes === null ? '—' : formatCount(nodes) },
  ]
}
