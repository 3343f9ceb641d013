'use client'

import type { TooltipContentProps } from 'recharts'
import { formatBucket } from './time-axis'

/** A point of a chart over time that says what stands under the cursor there. */
export interface ReadablePoint {
  readonly readings: readonly { readonly name: string; readonly text: string }[]
}

/** The numbers of one bucket, under the pointer or the keyboard's cursor. */
export function TimeTooltip({ active, payload, label }: TooltipContentProps) {
  const point: ReadablePoint | undefined = payload[0]?.payload
  if (!active || point === undefined) return null
  return (
    <div className="max-w-64 rounded-md border border-line bg-raised px-3 py-2 text-xs shadow-lg">
      <p className="mb-1 font-medium">{formatBucket(Number(label))}</p>
      <ul>
        {point.readings.map(({ name, text }) => (
          <li key={name} className="flex gap-4">
            <span className="flex-1 text-muted">{name}</span>
            <span>{text}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
