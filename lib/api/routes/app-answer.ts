import { FAULT_SENTENCES } from '@/lib/domain/job-result'
import { printable } from '@/lib/domain/printable'
import type { FailedOutcome } from '@/lib/domain/routed-request'
import type { AnswerReader, DocumentReading, SentDocument, StreamReading } from '@/lib/routing/client-job'
import { EVENT_STREAM } from './llm-answer'
import { headersFromApp, passedHeader } from './passed-headers'
import { errorType } from './route-problem'
import { formatEvent } from './sse-reader'

type Failure = Extract<DocumentReading, { readonly ok: false }>

interface NodeSays {
  readonly status: number
  readonly says?: RegExp
  readonly outcome: FailedOutcome
}

/** A node's own words to whoever asks it for a place (go-livepeer server/ai_http.go); first fitting row wins. */
const NODE_SAYS: readonly NodeSays[] = [
  { status: 402, outcome: 'payment-refused' },
  { status: 403, says: /auth token|manifest|payment|ErrSeg/i, outcome: 'payment-refused' },
  { status: 400, says: /ticket|payment|balance|price/i, outcome: 'payment-refused' },
  { status: 400, says: /only persistent runners|not single-shot/i, outcome: 'denied' },
  { status: 404, says: /runner not found|not supported/i, outcome: 'denied' },
  { status: 409, says: /session already exists/i, outcome: 'denied' },
  { status: 503, outcome: 'busy' },
]

/** Null: it is an answer of whoever does the work. */
function refusalOf({ status, body }: SentDocument): Failure | null {
  const text = printable(body.toString('utf8', 0, 2_000))
  const detail = `it answered ${status}: ${text}`
  const rule = NODE_SAYS.find((one) => one.status === status && (one.says?.test(text) ?? true))
  if (rule) return { ok: false, outcome: rule.outcome, detail }
  if (status >= 500 && status < 600) return { ok: false, outcome: 'server-error', detail }
  return status < 200 || status > 599 ? { ok: false, detail } : null
}

/** Null: a place was given. */
export const judgeApp = (document: SentDocument): Failure | null =>
  refusalOf(document) ??
  (document.status === 200
    ? null
    : { ok: false, outcome: 'denied', detail: `it answered ${document.status} and gave no place` })

/** What an app says to one request is passed on as it is, its refusals too. */
export const APP_READER: AnswerReader = {
  isAnswer: () => true,
  readDocument(document) {
    const refusal = refusalOf(document)
    if (refusal) return refusal
    const { status, headers, body } = document
    const { 'content-length': _, ...passed } = headersFromApp(headers)
    const contentType = passedHeader(headers, 'content-type') ?? 'application/octet-stream'
    return { ok: true, status, contentType, body, headers: passed }
  },
  stream: ({ headers }) => appStream(headers),
}

/** Events, untouched. */
function appStream(headers: SentDocument['headers']): StreamReading {
  const { 'content-length': _, ...passed } = headersFromApp(headers)
  return {
    contentType: EVENT_STREAM,
    headers: passed,
    onPiece: (piece) => piece,
    onEnd: () => ({ last: null }),
    onFailure({ cause, detail }) {
      const message = `${FAULT_SENTENCES[cause]} (${detail}) What came before is not the whole answer.`
      const error = { message, type: errorType(502), code: 'stream-cut', param: null }
      return Buffer.from(`\n\n${formatEvent({ error, detail: { msg: message } }, 'error')}`)
    },
  }
}
