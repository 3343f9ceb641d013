import type { OfferingState } from '@/lib/domain/facet'
import { STATE_FACES } from './state-badge'

const R = 5

/** A state as a shape, within an SVG; its colour is the state's own unless colours tell something else. */
export const StateMark = ({
  state,
  x,
  y,
  colour = STATE_FACES[state].fill,
}: {
  state: OfferingState
  x: number
  y: number
  colour?: string
}) => <path d={stateMarkPath(state, x, y)} fill={colour} stroke="var(--surface)" strokeWidth={1} />

/** The outline of a state's shape around a point; several of them make one path. */
export function stateMarkPath(state: OfferingState, x: number, y: number): string {
  switch (state) {
    case 'warm':
      return `M${x - R} ${y}a${R} ${R} 0 1 0 ${2 * R} 0a${R} ${R} 0 1 0 ${-2 * R} 0z`
    case 'cold':
      return `M${x} ${y - R - 1}l${R + 1} ${R + 1}l${-R - 1} ${R + 1}l${-R - 1} ${-R - 1}z`
    case 'priced-only':
      return `M${x} ${y - R}l${R} ${2 * R}h${-2 * R}z`
    case 'unknown':
      return `M${x - R + 1} ${y - R + 1}h${2 * R - 2}v${2 * R - 2}h${-2 * R + 2}z`
  }
}
