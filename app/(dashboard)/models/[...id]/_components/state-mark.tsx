import type { OfferingState } from '@/lib/domain/facet'
import { STATE_FACES } from '../../../../_components/state-badge'

const R = 5

/** A state as a shape and a colour, within an SVG. */
export function StateMark({ state, x, y }: { state: OfferingState; x: number; y: number }) {
  const look = { fill: STATE_FACES[state].fill, stroke: 'var(--surface)', strokeWidth: 1 }
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
