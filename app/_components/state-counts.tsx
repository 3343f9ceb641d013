import type { ModelDto } from '@/lib/api/contract/model'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { formatCount } from './format'
import { STATE_FACES } from './state-badge'

const COUNTS = { warm: 'warm', cold: 'cold', 'priced-only': 'priced_only', unknown: 'unknown' } as const

/** How many offerings are in each state; states that none is in are left out, but for warm. */
export function StateCounts({ states }: { states: ModelDto['states'] }) {
  const isUnknown = states.unknown > 0 && states.warm + states.cold + states.priced_only === 0
  const shown = OFFERING_STATES.filter(
    (state) => states[COUNTS[state]] > 0 || (state === 'warm' && !isUnknown),
  )
  return (
    <ul className="grid justify-items-start gap-0.5">
      {shown.map((state) => {
        const { label, meaning, Icon, ink } = STATE_FACES[state]
        const count = states[COUNTS[state]]
        return (
          <li
            key={state}
            title={meaning}
            className={`inline-flex items-baseline gap-1 whitespace-nowrap ${count === 0 ? 'text-muted' : ink}`}
          >
            <Icon aria-hidden className="size-3.5 shrink-0 self-center" />
            <span className="font-medium">{formatCount(count)}</span>
            <span className="text-xs">{label.toLowerCase()}</span>
          </li>
        )
      })}
    </ul>
  )
}
