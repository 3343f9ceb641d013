import { status } from '@grpc/grpc-js'
import type { UnansweredKind } from '@/lib/domain/outcome'
import type { CallError } from '@/lib/livepeer/orchestrator-client'

/**
 * A call without an answer → one of our kinds. First fitting row wins; the raw text stays beside it as detail.
 * go-livepeer answers every error of its own as UNKNOWN, so its texts have to be matched (server/rpc.go, pm/recipient.go).
 */
const RULES: readonly { code: status; text?: RegExp; kind: UnansweredKind }[] = [
  { code: status.DEADLINE_EXCEEDED, kind: 'timed-out' },

  { code: status.UNKNOWN, text: /OrchestratorCapped/i, kind: 'busy' },
  { code: status.UNKNOWN, text: /insufficient capacity/i, kind: 'busy' },
  { code: status.UNKNOWN, text: /insufficient sender reserve/i, kind: 'reserve-needed' },
  { code: status.UNKNOWN, text: /sig check failed|authentication failed/i, kind: 'denied' },
  { code: status.PERMISSION_DENIED, kind: 'denied' },
  { code: status.UNAUTHENTICATED, text: /^(?!Received HTTP status)/, kind: 'denied' },

  { code: status.RESOURCE_EXHAUSTED, text: /larger than max|exceeds? (?:the )?max/i, kind: 'too-large' },
  { code: status.RESOURCE_EXHAUSTED, kind: 'busy' },

  // The network stack's own words, as the gRPC library passes them on.
  { code: status.UNAVAILABLE, text: /ECONNREFUSED/, kind: 'refused' },
  {
    code: status.UNAVAILABLE,
    text: /EHOSTUNREACH|ENETUNREACH|ETIMEDOUT|EADDRNOTAVAIL|ENETDOWN|EACCES/,
    kind: 'unreachable',
  },
  { code: status.UNAVAILABLE, text: /EPROTO|SSL|TLS|wrong version number|certificate|ALPN/i, kind: 'tls' },
  {
    code: status.UNAVAILABLE,
    text: /ECONNRESET|EPIPE|socket hang up|Connection dropped|closed|GOAWAY|ERR_STREAM_PREMATURE/i,
    kind: 'reset',
  },
  { code: status.UNAVAILABLE, text: /Received HTTP status|Protocol error/i, kind: 'bad-answer' },
  { code: status.UNAVAILABLE, kind: 'unreachable' },

  { code: status.INTERNAL, text: /ECONNRESET|RST_STREAM with code (?:2|8)\b/, kind: 'reset' },
  { code: status.INTERNAL, kind: 'bad-answer' },
  { code: status.CANCELLED, text: /RST_STREAM/, kind: 'reset' },
  { code: status.UNIMPLEMENTED, kind: 'bad-answer' },
  { code: status.DATA_LOSS, kind: 'bad-answer' },
]

export function classifyFailure({ code, details }: CallError): UnansweredKind {
  if (/Received HTTP status|content-type/i.test(details)) return 'bad-answer'
  return RULES.find((rule) => rule.code === code && (!rule.text || rule.text.test(details)))?.kind ?? 'error'
}
