import { FAULT_SENTENCES } from '@/lib/domain/job-result'
import { printable } from '@/lib/domain/printable'
import type { FailedOutcome } from '@/lib/domain/routed-request'
import type {
  AnsweredBy,
  AnswerReader,
  DocumentReading,
  LastPiece,
  StreamReading,
} from '@/lib/routing/client-job'
import type { UpstreamHeaders } from '@/lib/routing/upstream/exchange'
import { EVENT_STREAM } from './llm-answer'
import { passedHeader, STRANGERS_CONTENT } from './passed-headers'
import { errorType } from './route-problem'
import { formatEvent } from './sse-reader'

/** What a worker says is passed on as it is, its refusals too; what its node says of the job is judged. */
export const BYOC_READER: AnswerReader = {
  isAnswer: () => true,
  readDocument({ status, headers, body }, from) {
    const problem = problemOf(status, body)
    if (problem) return problem
    const contentType = passedHeader(headers, 'content-type') ?? 'application/octet-stream'
    return { ok: true, status, contentType, body, headers: keptHeaders(headers, from) }
  },
  stream: ({ headers }, from) => new ByocStream(keptHeaders(headers, from)),
}

type Unanswered = Extract<DocumentReading, { readonly ok: false }>

/** Null: it is an answer. */
function problemOf(status: number, body: Buffer): Unanswered | null {
  if (status === 200 && body.length === 0) return { ok: false, detail: 'its answer is empty' }
  return problemOfNode(status, body)
}

/** What a node says of a job that its worker has no part in; null: it does not. */
export function problemOfNode(status: number, body: Buffer): Unanswered | null {
  const text = printable(body.toString('utf8', 0, 2_000))
  const failed = (outcome: FailedOutcome) =>
    ({ ok: false, outcome, detail: `it answered ${status}: ${text}` }) as const
  if (status < 200 || status > 599 || (status >= 300 && status < 400)) return failed('bad-answer')
  if (status >= 500) return failed(NO_ROOM.test(text) ? 'busy' : 'server-error')
  return OF_NODE.find(({ says }) => status >= 400 && says.test(text))?.fail(failed) ?? null
}

const NO_ROOM = /no capacity available/i

/** Words of the node itself, by which nothing is said of the client's input (go-livepeer byoc/job_orchestrator.go). */
const OF_NODE: readonly {
  readonly says: RegExp
  readonly fail: (failed: (outcome: FailedOutcome) => Unanswered) => Unanswered
}[] = [
  { says: /^Could not verify job creds/, fail: (failed) => failed('denied') },
  { says: /^Insufficient balance for request/, fail: (failed) => failed('payment-refused') },
  { says: NO_ROOM, fail: (failed) => failed('busy') },
]

const KEPT = ['livepeer-balance', 'livepeer-payment-balance', 'x-metadata']

function keptHeaders(headers: UpstreamHeaders, { place }: AnsweredBy): Record<string, string> {
  const kept: Record<string, string> = {
    ...STRANGERS_CONTENT,
    'x-orchestrator-url': passedHeader(headers, 'x-orchestrator-url') ?? `${place.origin}${place.basePath}`,
  }
  for (const name of KEPT) {
    const value = passedHeader(headers, name)
    if (value !== null) kept[name] = value
  }
  return kept
}

const MAX_EVENT_CHARS = 1024 * 1024

/** Events as they were written, up to `[DONE]`: nodes go on with blank lines behind it. */
class ByocStream implements StreamReading {
  readonly contentType = EVENT_STREAM
  #rest = ''
  readonly #decoder = new TextDecoder()

  constructor(readonly headers: Readonly<Record<string, string>>) {}

  onPiece(piece: Buffer): Buffer | null | LastPiece | { readonly problem: string } {
    const text = this.#rest + this.#decoder.decode(piece, { stream: true })
    let told = ''
    let from = 0
    BOUNDARY.lastIndex = 0
    for (let end = BOUNDARY.exec(text); end !== null; end = BOUNDARY.exec(text)) {
      const event = text.slice(from, end.index).replace(/^[\r\n]+/, '')
      from = BOUNDARY.lastIndex
      if (event === '') continue
      told += `${event}\n\n`
      if (DONE.test(event)) return { last: Buffer.from(told) }
    }
    // Of blank lines nothing is kept, however many come.
    this.#rest = text.slice(from).replace(/^[\r\n]+(?=[^\r\n])/, '')
    if (/^[\r\n]*$/.test(this.#rest)) this.#rest = ''
    if (this.#rest.length > MAX_EVENT_CHARS)
      return { problem: `an event has more than ${MAX_EVENT_CHARS} characters` }
    return told === '' ? null : Buffer.from(told)
  }

  onEnd() {
    return { problem: 'its stream ended before [DONE]' }
  }

  onFailure({ cause, detail }: Parameters<StreamReading['onFailure']>[0]): Buffer {
    const message = `${FAULT_SENTENCES[cause]} (${detail}) What came before is not the whole answer.`
    const error = { message, type: errorType(502), code: 'stream-cut', param: null }
    return Buffer.from(formatEvent({ error, detail: { msg: message } }, 'error'))
  }
}

const BOUNDARY = /\r?\n\r?\n/g
const DONE = /^data: ?\[DONE\]\s*$/m
