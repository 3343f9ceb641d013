import type { UnansweredKind } from '@/lib/domain/outcome'
import type { CallFailure } from '@/lib/livepeer/call-error'
import { networkFailureKind } from '@/lib/net/network-failure'

/** A call without an answer → one of our kinds; the raw text stays beside it as detail. */
export function classifyFailure(failure: CallFailure): UnansweredKind {
  switch (failure.kind) {
    case 'timed-out':
      return 'timed-out'
    case 'too-large':
      return 'too-large'
    case 'protocol':
      return 'bad-answer'
    case 'network':
      return networkFailureKind(failure)
    case 'status':
      return (
        STATUS_RULES.find(({ code, text }) => code === failure.code && (!text || text.test(failure.text)))
          ?.kind ?? 'error'
      )
  }
}

/** gRPC's status codes that tell us something. */
const UNKNOWN = 2
const PERMISSION_DENIED = 7
const RESOURCE_EXHAUSTED = 8
const UNIMPLEMENTED = 12
const UNAUTHENTICATED = 16

/**
 * go-livepeer answers every error of its own as UNKNOWN, so its texts have to be matched (server/rpc.go,
 * pm/recipient.go). First fitting row wins.
 */
const STATUS_RULES: readonly { code: number; text?: RegExp; kind: UnansweredKind }[] = [
  { code: UNKNOWN, text: /OrchestratorCapped|insufficient capacity/i, kind: 'busy' },
  { code: UNKNOWN, text: /insufficient sender reserve/i, kind: 'reserve-needed' },
  { code: UNKNOWN, text: /sig check failed|authentication failed/i, kind: 'denied' },
  { code: PERMISSION_DENIED, kind: 'denied' },
  { code: UNAUTHENTICATED, kind: 'denied' },
  { code: RESOURCE_EXHAUSTED, text: /larger than max/i, kind: 'too-large' },
  { code: RESOURCE_EXHAUSTED, kind: 'busy' },
  { code: UNIMPLEMENTED, kind: 'bad-answer' },
]
