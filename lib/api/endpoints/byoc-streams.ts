import { LIVE_END_OUTCOMES, LIVE_END_SENTENCES } from '@/lib/domain/live-end'
import type { LiveSession } from '@/lib/routing/live/live-session'
import { passData } from '@/lib/routing/live/pass-data'
import type { Answer } from '../answer'
import { byocStreamDto, liveStatusDto } from '../contract/live'
import type { AnswerDeps, ApiRequest, Endpoint, Operation } from '../endpoint'
import type { OperationDoc } from '../operation-doc'
import { readByocHeader } from '../routes/byoc-header'
import { refusalText } from '../routes/byoc-stream-answer'
import { byocStreamBody, MAX_STREAM_BODY_BYTES } from '../routes/byoc-stream-input'
import { carryByocStream } from '../routes/byoc-stream-route'
import { liveStatus } from '../routes/live-status'
import { ofOwnStream } from '../routes/own-stream'
import { passedHeader, STRANGERS_CONTENT } from '../routes/passed-headers'
import { errorType, routeProblem } from '../routes/route-problem'
import { formatEvent } from '../routes/sse-reader'
import { eventStreamAnswer } from '../stream/event-stream-answer'
import { ROUTE_NOTE, ROUTE_PARAMETERS } from './ai-pipelines'
import { BYOC_PARAMETER } from './byoc'
import { noIngest } from './live'
import { noStore } from './respond'

const STREAM = { stream: { description: 'As the start called it.', example: 'my-stream' } }

const doc = (
  about: Pick<OperationDoc, 'summary' | 'description' | 'answer' | 'requestBody'>,
): OperationDoc => ({ ...about, tag: 'Routes', isOfAJob: true, segments: STREAM })

const named = (action: string, operations: Endpoint['operations']): Endpoint => ({
  path: `/process/stream/{stream}/${action}`,
  takesSlashes: true,
  operations,
})

const JSON_OF_WORKER = { 'application/json': null, 'text/plain': null }

/** Once: whoever says nothing may have done it. */
async function update(session: LiveSession, { readBody, header }: ApiRequest): Promise<Answer> {
  // All that it says is known here but for how long the worker may take.
  const text = header('livepeer')
  const job = text === null ? null : readByocHeader(text)
  if (job?.ok === false)
    return routeProblem({ kind: 'unreadable-hints', detail: job.detail, param: 'livepeer' })
  const body = Buffer.from(await readBody(MAX_STREAM_BODY_BYTES))
  session.isUsed()
  const answer = await session.update(body, job ? { seconds: job.header.job.timeoutSeconds } : {})
  if (answer === null)
    return routeProblem({ kind: 'not-found', detail: 'The stream has ended, or cannot be told anything.' })
  if (answer.kind !== 'document')
    return routeProblem({
      kind: 'all-failed',
      detail: `Its orchestrator did not answer: ${answer.kind === 'failed' ? answer.detail : 'it answered with a stream'}.`,
    })
  const { status, headers } = answer
  if (status < 400) return ofWorker(status, answer.body, passedHeader(headers, 'content-type'))
  const detail = `Its orchestrator did not take it (${status}): ${refusalText(status, answer.body)}`
  if (status === 422 || status === 413 || status === 404) return routeProblem({ kind: KINDS[status], detail })
  return routeProblem({ kind: status < 500 ? 'refused-input' : 'all-failed', detail })
}

const KINDS = { 404: 'not-found', 413: 'input-too-large', 422: 'refused-fields' } as const

async function stop(session: LiveSession, { readBody }: ApiRequest): Promise<Answer> {
  const body = Buffer.from(await readBody(MAX_STREAM_BODY_BYTES))
  await (body.length > 0 ? session.stop('stopped', null, body) : session.stop('stopped'))
  return ofWorker(200, session.lastWords ?? Buffer.alloc(0), null)
}

/** Its words are a stranger's. */
const ofWorker = (status: number, body: Buffer, contentType: string | null): Answer => ({
  status,
  headers: {
    'content-type': contentType ?? 'application/json',
    'cache-control': 'no-store',
    ...STRANGERS_CONTENT,
  },
  body: Buffer.from(body),
})

function data(session: LiveSession, _: ApiRequest, { routing }: AnswerDeps): Answer {
  const body = passData(session, {
    format: (segment) => Buffer.from(eventsOf(segment)),
    last: () => Buffer.from(lastEvents(session)),
    monotonicMs: routing.carriage.monotonicMs,
  })
  if (body) return eventStreamAnswer(body)
  return routeProblem({
    kind: 'not-found',
    detail: 'The stream has no data channel: enable_data_output was not asked for when it began.',
  })
}

/** A line is an event, as go-livepeer's gateway has it. */
const eventsOf = (segment: Buffer): string =>
  segment
    .toString()
    .split(/\r?\n|\r/)
    .filter((line) => line !== '')
    .map((line) => formatEvent(line))
    .join('')

function lastEvents({ end }: LiveSession): string {
  const over = formatEvent({ type: 'stream_ended' }, 'end')
  if (end === null || LIVE_END_OUTCOMES[end.kind].outcome === 'served') return over
  const message = `${LIVE_END_SENTENCES[end.kind]}${end.detail === null ? '' : ` (${end.detail})`}`
  const error = { message, type: errorType(502), code: `stream-${end.kind}`, param: null }
  return `${formatEvent({ error, detail: { msg: message } }, 'error')}${over}`
}

const startOperation: Operation = {
  doc: {
    summary: 'A stream through a capability of an orchestrator’s own',
    description: `It goes to an orchestrator that has a place free for it, and stays with that one. \`enable_video_ingress\`, \`enable_video_egress\` and \`enable_data_output\` among the header’s \`parameters\` say which channels it has, which are passed through by this server as those of live video. docs/routing-byoc.md has the whole of it. ${ROUTE_NOTE}`,
    tag: 'Routes',
    parameters: [BYOC_PARAMETER, ...ROUTE_PARAMETERS],
    requestBody: {
      description: 'What it is called, and what its worker is told.',
      schema: byocStreamBody,
      example: { params: '{"prompt":"as a woodcut"}' },
    },
    answer: {
      status: 200,
      description: 'It has begun.',
      content: { 'application/json': byocStreamDto },
    },
  },
  handle: carryByocStream,
}

/** As a gateway of go-livepeer serves them (byoc/stream_gateway.go). */
export const BYOC_STREAMS: readonly Endpoint[] = [
  { path: '/process/stream/start', operations: { POST: startOperation } },
  named('update', {
    POST: {
      doc: doc({
        summary: 'A worker is told more of a stream',
        description: 'The body goes to the worker as it is, and what it answers comes back.',
        requestBody: {
          description: 'Whatever the worker takes.',
          schema: byocStreamBody,
          example: { prompt: 'as an etching' },
        },
        answer: { status: 200, description: 'In the words of the worker.', content: JSON_OF_WORKER },
      }),
      handle: ofOwnStream('byoc', update),
    },
  }),
  named('status', {
    GET: {
      doc: doc({
        summary: 'How a stream of a capability goes on, or how it ended',
        description: 'For five minutes after its end.',
        answer: {
          status: 200,
          description: 'What is known of it.',
          content: { 'application/json': liveStatusDto },
        },
      }),
      handle: ofOwnStream('byoc', (session) => {
        session.isRead()
        return noStore(200, liveStatus(session))
      }),
    },
  }),
  named('stop', {
    POST: {
      doc: doc({
        summary: 'A stream of a capability ends',
        description:
          'At once: its worker is told, with the body, and its channels are closed. One that has ended stays so.',
        answer: {
          status: 200,
          description: 'It has ended, in the words of the worker.',
          content: JSON_OF_WORKER,
        },
      }),
      handle: ofOwnStream('byoc', stop),
    },
  }),
  named('data', {
    GET: {
      doc: doc({
        summary: 'What a worker tells beside video, as it comes',
        description:
          'Every line of the data channel is an event; `end` is the last one, with `error` before it where the stream did not end well.',
        answer: { status: 200, description: 'Events.', content: { 'text/event-stream': null } },
      }),
      handle: ofOwnStream('byoc', data),
    },
  }),
  named('whip', { POST: noIngest('WHIP', STREAM) }),
  named('rtmp', { POST: noIngest('RTMP', STREAM) }),
]
