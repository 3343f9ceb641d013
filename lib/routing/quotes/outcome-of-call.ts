import type { UnansweredKind } from '@/lib/domain/outcome'
import type { FailedOutcome } from '@/lib/domain/routed-request'
import type { CallFailure } from '@/lib/livepeer/call-error'
import { classifyFailure } from '@/lib/probe/classify-failure'

/** What a question for a quote that was not answered means for a job. */
export function outcomeOfCall(failure: CallFailure): FailedOutcome {
  if (failure.kind === 'timed-out' && failure.step !== 'answer')
    return failure.step === 'tls' ? 'tls' : 'connect-timed-out'
  return OUTCOMES[classifyFailure(failure)]
}

const OUTCOMES: Readonly<Record<UnansweredKind, FailedOutcome>> = {
  busy: 'busy',
  'reserve-needed': 'cannot-pay',
  denied: 'denied',
  'timed-out': 'timed-out',
  refused: 'refused',
  reset: 'reset',
  unreachable: 'unreachable',
  dns: 'dns',
  tls: 'tls',
  'bad-answer': 'bad-answer',
  'too-large': 'bad-answer',
  error: 'server-error',
  blocked: 'blocked',
  'invalid-uri': 'blocked',
}
