import { ROUTE_OUTCOME_SENTENCES, type RouteOutcome } from '@/lib/domain/routed-request'
import { Badge, type Tone } from './badge'
import type { Icon } from './icon'
import { CircleCheck, CircleSlash, CircleX, LoaderCircle, LogOut, Scissors, Timer, UserX } from './icons'

export const ROUTE_OUTCOME_LABELS: Readonly<Record<RouteOutcome, string>> = {
  served: 'Served',
  refused: 'Refused',
  nobody: 'Nobody',
  failed: 'Failed',
  'timed-out': 'Timed out',
  cut: 'Cut off',
  'client-gone': 'Client gone',
}

const FACES: Readonly<Record<RouteOutcome, { tone: Tone; Icon: Icon }>> = {
  served: { tone: 'good', Icon: CircleCheck },
  refused: { tone: 'warn', Icon: CircleSlash },
  nobody: { tone: 'warn', Icon: UserX },
  failed: { tone: 'bad', Icon: CircleX },
  'timed-out': { tone: 'bad', Icon: Timer },
  cut: { tone: 'bad', Icon: Scissors },
  'client-gone': { tone: 'plain', Icon: LogOut },
}

/** How a request ended for its client. */
export function RouteOutcomeBadge({ outcome }: { outcome: RouteOutcome }) {
  const { tone, Icon } = FACES[outcome]
  return (
    <Badge Icon={Icon} tone={tone} title={ROUTE_OUTCOME_SENTENCES[outcome]}>
      {ROUTE_OUTCOME_LABELS[outcome]}
    </Badge>
  )
}

/** It has not ended yet. */
export const UnderWayBadge = () => (
  <Badge Icon={LoaderCircle} tone="plain" title="It is under way in the process that answers.">
    Under way
  </Badge>
)
