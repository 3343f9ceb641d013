import type { HealthState } from '@/lib/domain/health'
import { Badge } from './badge'
import { CircleCheck, CircleX, TriangleAlert } from './icons'

const FACES = {
  up: { label: 'Up', tone: 'good', Icon: CircleCheck, title: 'It can be relied on.' },
  degraded: {
    label: 'Degraded',
    tone: 'warn',
    Icon: TriangleAlert,
    title: 'A question to it failed lately; three in a row, or five of ten, take it down.',
  },
  down: {
    label: 'Down',
    tone: 'bad',
    Icon: CircleX,
    title: 'Three questions in a row failed, or five of ten; two successes bring it back.',
  },
} as const

/** Whether a node can be relied on. */
export function HealthBadge({ health }: { health: HealthState }) {
  const { label, tone, Icon, title } = FACES[health]
  return (
    <Badge Icon={Icon} tone={tone} title={title}>
      {label}
    </Badge>
  )
}
