import type { SourceDto } from '@/lib/api/contract/source'
import { Badge, type Tone } from './badge'
import type { Icon } from './icon'
import { CircleCheck, CircleX, Clock } from './icons'
import { type SourceHealth, sourceHealth } from './source-health'

const FACES: Readonly<Record<SourceHealth, { label: string; tone: Tone; Icon: Icon }>> = {
  works: { label: 'Works', tone: 'good', Icon: CircleCheck },
  fails: { label: 'Fails', tone: 'bad', Icon: CircleX },
  unread: { label: 'Not read yet', tone: 'plain', Icon: Clock },
}

export function SourceHealthBadge({ source }: { source: Pick<SourceDto, 'error' | 'read_at'> }) {
  const { label, tone, Icon } = FACES[sourceHealth(source)]
  return (
    <Badge Icon={Icon} tone={tone}>
      {label}
    </Badge>
  )
}
