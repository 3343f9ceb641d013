import type { SuspensionDto } from '@/lib/api/contract/suspension'
import { Badge, type Tone } from './badge'
import type { Icon } from './icon'
import { CirclePause, FlaskConical, TrendingUp } from './icons'

const FACES: Readonly<
  Record<SuspensionDto['state'], { label: string; title: string; tone: Tone; Icon: Icon }>
> = {
  suspended: { label: 'Suspended', title: 'It gets no jobs.', tone: 'bad', Icon: CirclePause },
  trial: {
    label: 'On trial',
    title: 'Its time is over, and one job at a time may tell whether it is well.',
    tone: 'warn',
    Icon: FlaskConical,
  },
  recovering: {
    label: 'Recovering',
    title: 'It is well again, and gets more jobs from minute to minute.',
    tone: 'good',
    Icon: TrendingUp,
  },
}

export function SuspensionBadge({ state }: { state: SuspensionDto['state'] }) {
  const { label, title, tone, Icon } = FACES[state]
  return (
    <Badge Icon={Icon} tone={tone} title={title}>
      {label}
    </Badge>
  )
}
