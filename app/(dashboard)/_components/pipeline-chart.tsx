'use client'

import { useMemo } from 'react'
import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { formatCount } from '../../_components/format'
import { STATE_FACES } from '../../_components/state-badge'
import { CategoryTick } from './category-tick'
import { foldBars } from './chart-bars'
import { ChartTooltip } from './chart-tooltip'
import type { PipelineBar } from './pipeline-bar'

export function PipelineChart({ bars }: { bars: readonly PipelineBar[] }) {
  const data = useMemo(() => foldBars(bars, foldPipelines), [bars])
  return (
    <ResponsiveContainer width="100%" height="100%" minHeight={120}>
      <BarChart
        accessibilityLayer
        layout="vertical"
        data={data}
        title="Offerings per pipeline, stacked by state; the table beside it holds the same numbers"
        margin={{ top: 4, right: 16, bottom: 0, left: 0 }}
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
          dataKey="pipeline"
          width={136}
          interval={0}
          tickLine={false}
          tick={CategoryTick}
          stroke="var(--line)"
        />
        <Tooltip content={ChartTooltip} cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} />
        {OFFERING_STATES.map((state) => (
          <Bar
            key={state}
            dataKey={state}
            name={STATE_FACES[state].label}
            stackId="state"
            fill={STATE_FACES[state].fill}
            stroke="var(--surface)"
            maxBarSize={22}
            isAnimationActive={false}
          />
        ))}
      </BarChart>
    </ResponsiveContainer>
  )
}

function foldPipelines(rest: readonly PipelineBar[]): PipelineBar {
  const sum = (key: Exclude<keyof PipelineBar, 'pipeline'>) =>
    rest.reduce((total, bar) => total + bar[key], 0)
  return {
    pipeline: `${rest.length} others`,
    total: sum('total'),
    warm: sum('warm'),
    cold: sum('cold'),
    'priced-only': sum('priced-only'),
    unknown: sum('unknown'),
  }
}
