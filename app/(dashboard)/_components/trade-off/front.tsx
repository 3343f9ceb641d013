import { memo } from 'react'
import type { Scale } from '../../../_components/point-chart/axis'
import type { TradeOffPoint } from './trade-off-points'

/** Those that none beats, with a ring around each and a line from one to the next. */
export const Front = memo(function Front({
  points,
  x,
  y,
}: {
  points: readonly TradeOffPoint[]
  x: Scale
  y: Scale
}) {
  const places = points.flatMap((point) =>
    point.about.on_front ? { id: point.id, cx: x.place(point.x), cy: y.place(point.y) } : [],
  )
  if (places.length === 0) return null
  return (
    <>
      <path
        d={`M${places.map(({ cx, cy }) => `${cx} ${cy}`).join('L')}`}
        fill="none"
        stroke="var(--text)"
        strokeWidth="1.5"
        strokeDasharray="4 3"
      />
      {places.map(({ id, cx, cy }) => (
        <circle key={id} cx={cx} cy={cy} r={9} fill="none" stroke="var(--text)" strokeWidth="1.5" />
      ))}
    </>
  )
})
