'use client'

import { useMemo } from 'react'
import { Bar, BarChart, CartesianGrid, LabelList, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { formatCount } from '../../_components/format'
import { CategoryTick } from './category-tick'
import { foldBars } from './chart-bars'
import { ChartTooltip } from './chart-tooltip'

export interface GpuBar {
  readonly name: string
  readonly count: number
}

export function GpuChart({ bars }: { bars: readonly GpuBar[] }) {
  const data = useMemo(() => foldBars(bars, foldCards), [bars])
  return (
    <ResponsiveContainer width="100%" height="100%" minHeight={120}>
      <BarChart
        accessibilityLayer
        layout="vertical"
        data={data}
        title="Reported GPUs by card; the table beside it holds the same numbers"
        margin={{ top: 4, right: 32, bottom: 0, left: 0 }}
        barCategoryGap="22%"
      >
        <CartesianGrid horizontal={false} stroke="var(--line)" />
        <XAxis
          type="number"
          allowDecimals={false}
          tickFormatter={formatCount}
          tick={{ fill: 'var(--muted)', fontSize: 12 }}
          stroke="var(--line)"
        />
        <YAxis
          type="category"
          dataKey="name"
          width={136}
          interval={0}
          tickLine={false}
          tick={CategoryTick}
          stroke="var(--line)"
        />
        <Tooltip content={ChartTooltip} cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} />
        <Bar dataKey="count" name="Cards" fill="var(--series-gpu)" maxBarSize={20} isAnimationActive={false}>
          <LabelList dataKey="count" position="right" fill="var(--text)" fontSize={12} />
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  )
}

const foldCards = (rest: readonly GpuBar[]): GpuBar => ({
  name: `${rest.length} other cards`,
  count: rest.reduce((sum, { count }) => sum + count, 0),
})
