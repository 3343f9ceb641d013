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
import type { HistoryAmountDto, PriceSeriesDto } from '@/lib/api/contract/history'
import { formatNumber } from '../../../_components/format'
import { SHORT_UNITS } from '../../../_components/short-units'
import { stepPoints } from './step-points'
import { formatTick, timeTicks } from './time-axis'
import { type ReadablePoint, TimeTooltip } from './time-tooltip'

/** Beyond this the lower prices would lie on the axis. */
const LOG_FROM = 30

interface Row extends ReadablePoint {
  readonly ms: number
  readonly band: readonly [number, number] | null
  readonly quartiles: readonly [number, number] | null
  readonly median: number | null
}

/** Lowest to highest price as a band, the middle half of them as a denser one, and the median as a line; gaps stay gaps. */
export function PriceHistoryChart({
  series,
  from,
  to,
  stepMs,
}: {
  series: PriceSeriesDto
  /** In ms. */
  from: number
  to: number
  stepMs: number
}) {
  const rows = useMemo(() => rowsOf(series, { stepMs, to }), [series, stepMs, to])
  const known = rows.flatMap(({ band }) => band ?? [])
  const [least, most] = [Math.min(...known), Math.max(...known)]
  const isLog = least > 0 && most / least > LOG_FROM
  const isOne = least === most
  return (
    <ResponsiveContainer width="100%" height="100%" minHeight={120}>
      <ComposedChart
        accessibilityLayer
        data={rows}
        title={`Lowest, median and highest price and quartiles in ${SHORT_UNITS[series.unit]}; the table below holds the same numbers`}
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
          width={84}
          scale={isLog ? 'log' : 'linear'}
          domain={isLog ? ['auto', 'auto'] : isOne ? [0, most === 0 ? 1 : most * 2] : [0, 'auto']}
          allowDataOverflow={isLog}
          tickFormatter={formatNumber}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
          tickLine={false}
          stroke="var(--line)"
        />
        <Tooltip content={TimeTooltip} isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} />
        <Area
          dataKey="band"
          type="stepAfter"
          fill="var(--series-gpu)"
          fillOpacity={0.12}
          stroke="var(--series-gpu)"
          strokeOpacity={0.5}
          isAnimationActive={false}
          activeDot={false}
        />
        <Area
          dataKey="quartiles"
          type="stepAfter"
          fill="var(--series-gpu)"
          fillOpacity={0.25}
          stroke="none"
          isAnimationActive={false}
          activeDot={false}
        />
        <Line
          dataKey="median"
          type="stepAfter"
          stroke="var(--series-gpu)"
          strokeWidth={2}
          dot={false}
          isAnimationActive={false}
        />
      </ComposedChart>
    </ResponsiveContainer>
  )
}

function rowsOf(series: PriceSeriesDto, span: { stepMs: number; to: number }): Row[] {
  const buckets = series.points.map(({ at, min, p25, median, p75, max }) => ({
    ms: Date.parse(at),
    value: min && p25 && median && p75 && max ? { min, p25, median, p75, max } : null,
  }))
  // Where a pixel is drawn; the exact amounts are in the table.
  const place = ({ wei_per_unit }: HistoryAmountDto) => Number(wei_per_unit)
  return stepPoints(buckets, span).map(({ ms, value }) => ({
    ms,
    band: value && [place(value.min), place(value.max)],
    quartiles: value && [place(value.p25), place(value.p75)],
    median: value && place(value.median),
    readings: value ? readingsOf(value, series) : [{ name: 'No price is known', text: '—' }],
  }))
}

const READINGS = [
  ['max', 'Highest'],
  ['p75', 'Three quarters'],
  ['median', 'Median'],
  ['p25', 'One quarter'],
  ['min', 'Lowest'],
] as const

function readingsOf(
  value: Readonly<Record<(typeof READINGS)[number][0], HistoryAmountDto>>,
  { unit, tasks: [task] }: PriceSeriesDto,
): Row['readings'] {
  const { task_usd } = value.median
  return [
    ...READINGS.map(([key, name]) => ({
      name,
      text: `${formatNumber(value[key].wei_per_unit)} ${SHORT_UNITS[unit]}`,
    })),
    ...(task && task_usd !== null
      ? [{ name: `Median, per ${task.label}`, text: `$${formatNumber(task_usd)}` }]
      : []),
  ]
}
