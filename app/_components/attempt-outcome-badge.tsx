import { FAULT_SENTENCES, isFaultCause } from '@/lib/domain/job-result'
import type { AttemptOutcome, NeutralCause } from '@/lib/domain/routed-request'
import { Badge } from './badge'
import { CircleCheck, CircleSlash, CircleX } from './icons'

const ATTEMPT_LABELS: Readonly<Record<AttemptOutcome, string>> = {
  ok: 'Did it',
  refused: 'Refused connection',
  unreachable: 'Unreachable',
  dns: 'Name unknown',
  tls: 'TLS failed',
  'connect-timed-out': 'No connection in time',
  reset: 'Cut before an answer',
  'timed-out': 'No answer in time',
  'too-slow': 'Too slow',
  truncated: 'Broke off',
  'bad-answer': 'Bad answer',
  'server-error': 'Its own error',
  busy: 'Busy',
  'bad-input': 'Refused the input',
  denied: 'Denied',
  'payment-refused': 'Refused payment',
  'cannot-pay': 'Cannot be paid',
  'too-dear': 'Too dear',
  'takes-no-work': 'Takes no work',
  blocked: 'Not dialled',
  'out-of-time': 'Time was over',
  outrun: 'Outrun',
  'client-gone': 'Client gone',
}

/** Why they say nothing against whoever was tried. */
const NEUTRAL_SENTENCES: Readonly<Record<NeutralCause, string>> = {
  busy: 'It had no place free.',
  'bad-input': 'Its runner refused what the client sent.',
  denied: 'It does not take us for a client.',
  'payment-refused': 'It did not take the payment.',
  'cannot-pay': 'It wants to be paid, and this server cannot pay.',
  'too-dear': 'It asks for more than the ceiling.',
  'takes-no-work': 'It takes no work now.',
  blocked: 'Its address is one that this server does not dial.',
  'out-of-time': "The client's own time was over.",
  outrun: 'Somebody else who was asked beside it was faster.',
  'client-gone': 'The client went away before the end.',
}

/** How an attempt at one orchestrator went. */
export function AttemptOutcomeBadge({ outcome }: { outcome: AttemptOutcome }) {
  if (outcome === 'ok')
    return (
      <Badge Icon={CircleCheck} tone="good">
        {ATTEMPT_LABELS.ok}
      </Badge>
    )
  const isFault = isFaultCause(outcome)
  return (
    <Badge
      Icon={isFault ? CircleX : CircleSlash}
      tone={isFault ? 'bad' : 'warn'}
      title={isFault ? FAULT_SENTENCES[outcome] : NEUTRAL_SENTENCES[outcome]}
    >
      {ATTEMPT_LABELS[outcome]}
    </Badge>
  )
}
