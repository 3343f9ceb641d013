import type { OfferingState } from '@/lib/domain/facet'
import { STATE_FACES } from './state-badge'

const R = 5

/** A state as a shape, within an SVG; its colour is the state's own unless colours tell something else. */
export function StateMark({
  state,
  x,
  y,
  colour = STATE_FACES[state].fill,
}: {
  state: OfferingState
  x: number
  y: number
  colour?: string
}) {
  const look = { fill: colour, stroke: 'var(--surface)', strokeWidth: 1 }
  switch (state) {
    case 'warm':
      return <circle cx={x} cy={y} r={R} {...look} />
    case 'cold':
      return (
        <path d={`M${x} ${y - R - 1}l${R + 1} ${R + 1}l${-R - 1} ${R + 1}l${-R - 1} ${-R - 1}z`} {...look} />
      )
    case 'priced-only':
      return <path d={`M${x} ${y - R}l${R} ${2 * R}h${-2 * R}z`} {...look} />
    case 'unknown':
      return <rect x={x - R + 1} y={y - R + 1} width={2 * R - 2} height={2 * R - 2} {...look} />
  }
}
