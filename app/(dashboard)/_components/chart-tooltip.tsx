'use client'

import type { TooltipContentProps } from 'recharts'
import { displayText, shortenMiddle } from '../../_components/display-text'
import { formatCount } from '../../_components/format'

/** The numbers under the pointer or the keyboard's cursor. */
export function ChartTooltip({ active, payload, label }: TooltipContentProps) {
  if (!active || payload.length === 0) return null
  return (
    <div className="max-w-64 rounded-md border border-line bg-raised px-3 py-2 text-xs shadow-lg">
      <p className="mb-1 font-medium">
        <bdi>{shortenMiddle(displayText(String(label ?? '')), 60)}</bdi>
      </p>
      <ul>
        {payload.map(({ name, value, color }) => (
          <li key={String(name)} className="flex items-center gap-2">
            <span aria-hidden className="size-2.5" style={{ background: color }} />
            <span className="flex-1 text-muted">{name}</span>
            <span>{formatCount(Number(value))}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
