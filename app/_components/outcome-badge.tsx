import { OUTCOME_SENTENCES, type OutcomeKind } from '@/lib/domain/outcome'
import { Badge, type Tone } from './badge'
import type { Icon } from './icon'
import { CircleCheck, CircleSlash, CircleX, TriangleAlert } from './icons'

const LABELS: Readonly<Record<OutcomeKind, string>> = {
  ok: 'Answered',
  'no-price': 'No price',
  'no-address': 'No address',
  busy: 'Busy',
  'reserve-needed': 'Reserve needed',
  denied: 'Denied',
  'timed-out': 'Timed out',
  refused: 'Refused',
  reset: 'Cut off',
  unreachable: 'Unreachable',
  dns: 'Name unknown',
  tls: 'TLS failed',
  'bad-answer': 'Bad answer',
  'too-large': 'Too large',
  error: 'Error',
  blocked: 'Not dialled',
  'invalid-uri': 'Invalid URI',
}

const FACES: Readonly<Record<Tone, Icon>> = {
  good: CircleCheck,
  warn: TriangleAlert,
  bad: CircleX,
  plain: CircleSlash,
}

const toneOf = (outcome: OutcomeKind): Tone => {
  if (outcome === 'ok') return 'good'
  if (
    outcome === 'no-price' ||
    outcome === 'no-address' ||
    outcome === 'busy' ||
    outcome === 'reserve-needed'
  )
    return 'warn'
  return outcome === 'blocked' || outcome === 'invalid-uri' ? 'plain' : 'bad'
}

export function OutcomeBadge({ outcome }: { outcome: OutcomeKind }) {
  const tone = toneOf(outcome)
  return (
    <Badge Icon={FACES[tone]} tone={tone} title={OUTCOME_SENTENCES[outcome]}>
      {LABELS[outcome]}
    </Badge>
  )
}
