'use client'

import { displayText, shortenMiddle } from '../../_components/display-text'

/** The name beside a bar. Recharts hands in the place and the value. */
export function CategoryTick({
  x,
  y,
  payload,
}: {
  x?: number | string
  y?: number | string
  payload?: { value?: unknown }
}) {
  const whole = displayText(String(payload?.value ?? ''))
  return (
    <text x={x} y={y} dy="0.32em" textAnchor="end" fontSize={12} fill="var(--text)">
      <title>{whole}</title>
      {shortenMiddle(whole, 20)}
    </text>
  )
}
