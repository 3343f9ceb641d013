import type { OfferingState } from '@/lib/domain/facet'
import type { Icon } from './icon'
import { CircleQuestionMark, Flame, Snowflake, Tag } from './icons'

/** How each state of an offering looks and what it means. */
export const STATE_FACES: Readonly<
  Record<OfferingState, { label: string; meaning: string; Icon: Icon; ink: string; fill: string }>
> = {
  warm: {
    label: 'Warm',
    meaning: 'The model is loaded and can run now.',
    Icon: Flame,
    ink: 'text-series-warm',
    fill: 'var(--series-warm)',
  },
  cold: {
    label: 'Cold',
    meaning: 'The model is advertised but not loaded.',
    Icon: Snowflake,
    ink: 'text-series-cold',
    fill: 'var(--series-cold)',
  },
  'priced-only': {
    label: 'Priced only',
    meaning: 'The node states a price but does not list the model.',
    Icon: Tag,
    ink: 'text-series-priced-only',
    fill: 'var(--series-priced-only)',
  },
  unknown: {
    label: 'Unknown',
    meaning: 'The protocol does not tell whether it can run now.',
    Icon: CircleQuestionMark,
    ink: 'text-muted',
    fill: 'var(--series-unknown)',
  },
}

export function StateBadge({ state }: { state: OfferingState }) {
  const { label, meaning, Icon, ink } = STATE_FACES[state]
  return (
    <span title={meaning} className={`inline-flex items-baseline gap-1 font-medium whitespace-nowrap ${ink}`}>
      <Icon aria-hidden className="size-3.5 shrink-0 self-center" />
      {label}
    </span>
  )
}
