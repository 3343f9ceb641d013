import { fitsRunning } from '@/lib/domain/request-filter'
import { summaryOf } from '@/lib/domain/routed-request'
import type { Answer } from '../answer'
import { pageDocs } from '../changes/page-docs'
import { QueryReader } from '../changes/query-reader'
import { readMoment, readOneOf, readWholeNumber } from '../changes/value-readers'
import {
  type RequestSummaryDto,
  type RequestsDto,
  requestEventDto,
  requestSummaryDto,
  requestsDto,
  SUMMARY_DIMENSIONS,
  SUMMARY_WINDOWS,
  singleRequestDto,
} from '../contract/request'
import type { AnswerDeps, ApiRequest, Endpoint } from '../endpoint'
import { shortened } from '../listing/reading'
import { badParameters, problem } from '../problem'
import { forReaders } from '../requests/for-readers'
import { readRequestCursor, requestCursor } from '../requests/request-cursor'
import {
  REQUEST_FILTER_PARAMETERS,
  readRequestFilter,
  requestFilterDocs,
} from '../requests/request-filter-parameters'
import { type RequestReach, reaches, withinReach } from '../requests/request-reach'
import { detailToDto, endedToDto, runningToDto } from '../requests/request-to-dto'
import { summariseRequests } from '../requests/summarise-requests'
import { eventStreamAnswer, eventStreamHead } from '../stream/event-stream-answer'
import { noStore, refuseParameters } from './respond'

const DEFAULT_LIMIT = 100
const MAX_LIMIT = 1_000
const LIST_PARAMETERS = [...REQUEST_FILTER_PARAMETERS, 'since', 'until', 'running', 'limit', 'cursor']

/** Of a request that the documentation asks for. */
export const EXAMPLE_REQUEST_ID = '0197c4f2-5b1e-7c30-9a64-3f0d8e21b7a5'

const WHOSE =
  'The operator sees all requests; a key with the scope `read-requests` sees those that were sent with it, as if there were no others.'

const moment = { type: 'string', description: 'Such as 2026-01-31 or 2026-01-31T12:00:00Z.' } as const

/** What became of the jobs that this gateway carried. */
export const REQUESTS: readonly Endpoint[] = [
  {
    path: '/api/v1/requests',
    operations: {
      GET: forReaders({
        doc: {
          summary: 'Requests that were carried, latest end first',
          description: `With how each ended, who served it, what it took and what it cost. A request is here as soon as it has ended, from whichever process on this store; never with what was in it, or in its answer. ${WHOSE}`,
          tag: 'Operator',
          parameters: [
            ...requestFilterDocs,
            { name: 'since', in: 'query', description: 'That had not ended before.', schema: moment },
            { name: 'until', in: 'query', description: 'That had ended by then.', schema: moment },
            {
              name: 'running',
              in: 'query',
              description:
                'With those of this process that are under way, on the first page; where how they end is not asked for.',
              schema: { type: 'string', enum: ['true', 'false'], default: 'false' },
            },
            ...pageDocs({ defaultLimit: DEFAULT_LIMIT, maxLimit: MAX_LIMIT }),
          ],
          examples: [
            { title: 'What our side, or theirs, failed', query: '?status=5xx' },
            { title: 'Where the first one did not do', query: '?min_attempts=2&outcome=served' },
            { title: 'With those under way', query: '?running=true&limit=20' },
          ],
          answer: {
            status: 200,
            description: 'One page of them.',
            content: { 'application/json': requestsDto },
          },
        },
        handle: list,
      }),
    },
  },
  {
    path: '/api/v1/requests/stream',
    operations: {
      GET: forReaders({
        doc: {
          summary: 'Requests as they begin and end',
          description: [
            'Server-sent events: `hello` with those under way, then `begin` and `end` of each that fits. How a request ends is not known when it begins: with filters for that there is no `begin`.',
            WHOSE,
            'Of this process alone, and from now on: nothing is told again to a client that comes back, which finds what it missed in the list. A comment every 15 seconds keeps the connection alive; a client that is a thousand events behind, or takes nothing for a minute, is cut off.',
          ].join('\n\n'),
          tag: 'Operator',
          parameters: requestFilterDocs,
          answer: {
            status: 200,
            description: 'Events without end; the schema is that of their `data`.',
            content: { 'text/event-stream': requestEventDto },
          },
        },
        handle: stream,
      }),
    },
  },
  {
    path: '/api/v1/requests/summary',
    operations: {
      GET: {
        isForOperator: true,
        doc: {
          summary: 'What requests came to in the last hour, day and week',
          description:
            'From counts by five minutes and by hours, which are written with the requests: windows begin with a whole bucket, and percentiles are of merged histograms. Of one bucket 200 values of a kind are told apart, and in an answer the hundred of most requests.',
          tag: 'Operator',
          parameters: [
            {
              name: 'window',
              in: 'query',
              description: 'This one alone.',
              schema: { type: 'string', enum: SUMMARY_WINDOWS },
            },
            {
              name: 'by',
              in: 'query',
              description: 'Also apart, by what they have in common.',
              schema: { type: 'string', enum: SUMMARY_DIMENSIONS },
            },
          ],
          examples: [
            { title: 'Who served how well today', query: '?window=24h&by=orchestrator' },
            { title: 'How long each outcome took', query: '?by=outcome' },
          ],
          answer: {
            status: 200,
            description: 'As it is counted at this moment.',
            content: { 'application/json': requestSummaryDto },
          },
        },
        handle: summary,
      },
    },
  },
  {
    path: '/api/v1/requests/{id}',
    operations: {
      GET: forReaders({
        doc: {
          summary: 'One request with all that is kept of it',
          description: `Every attempt with its timings, and why it went where it went, for as long as that is kept. One that is under way is shown by the process that carries it. ${WHOSE}`,
          tag: 'Operator',
          segments: { id: { description: 'Of the request.', example: EXAMPLE_REQUEST_ID } },
          answer: {
            status: 200,
            description: 'As it is now.',
            content: { 'application/json': singleRequestDto },
          },
        },
        handle: single,
      }),
    },
  },
]

async function list(
  { url }: ApiRequest,
  { requests, requestRows }: AnswerDeps,
  reach: RequestReach,
): Promise<Answer> {
  const read = new QueryReader(url.searchParams, LIST_PARAMETERS)
  const filter = withinReach(readRequestFilter(read), reach)
  const since = read.single('since', readMoment)
  const until = read.single('until', readMoment)
  if (since !== null && until !== null && since > until) read.refuse('since', 'is later than until')
  const withRunning = read.single('running', readOneOf(['true', 'false'])) === 'true'
  const limit = read.single('limit', readWholeNumber(1, MAX_LIMIT)) ?? DEFAULT_LIMIT
  const before = await readRequestCursor(read, { reach, requestRows })
  if (read.errors.length > 0) return badParameters(read.errors)
  await requests.settle()
  const page = await requestRows.readRequests({ filter, since, until, before, limit })
  const running =
    withRunning && before === null && until === null
      ? [...requests.running].filter((start) => fitsRunning(start, filter))
      : []
  const dto: RequestsDto = {
    requests: [...running.slice(-limit).reverse().map(runningToDto), ...page.requests.map(endedToDto)],
    next_cursor: requestCursor(page, reach),
  }
  return noStore(200, dto)
}

function stream({ method, url }: ApiRequest, { requestStreams }: AnswerDeps, reach: RequestReach): Answer {
  const read = new QueryReader(url.searchParams, REQUEST_FILTER_PARAMETERS)
  const filter = readRequestFilter(read)
  if (read.errors.length > 0) return badParameters(read.errors)
  return method === 'HEAD' ? eventStreamHead() : eventStreamAnswer(requestStreams.open(filter, reach))
}

async function summary({ url }: ApiRequest, { requests, requestRows, now }: AnswerDeps): Promise<Answer> {
  const read = new QueryReader(url.searchParams, ['window', 'by'])
  const window = read.single('window', readOneOf(SUMMARY_WINDOWS))
  const by = read.single('by', readOneOf(SUMMARY_DIMENSIONS))
  if (read.errors.length > 0) return badParameters(read.errors)
  await requests.settle()
  const at = now()
  const windows: RequestSummaryDto['windows'] = []
  for (const one of window === null ? SUMMARY_WINDOWS : [window])
    windows.push(await summariseRequests(one, { store: requestRows, by, now: at }))
  return noStore(200, { windows })
}

async function single(
  request: ApiRequest,
  { requests, requestRows }: AnswerDeps,
  reach: RequestReach,
): Promise<Answer> {
  const { id = '' } = request.segments
  const refused = refuseParameters(request)
  if (refused) return refused
  const unwritten = requests.find(id)
  if (unwritten?.kind === 'running')
    return reaches(reach, unwritten.start) ? noStore(200, runningToDto(unwritten.start)) : notKept(id)
  if (unwritten) {
    const { request: record, decision } = unwritten
    const summary = summaryOf({ ...record, decision: null })
    return reaches(reach, record)
      ? noStore(200, detailToDto({ summary, attempts: record.attempts, decision }))
      : notKept(id)
  }
  const stored = await requestRows.readRequest(id)
  return stored && reaches(reach, stored.summary) ? noStore(200, detailToDto(stored)) : notKept(id)
}

const notKept = (id: string): Answer =>
  problem('not-found', `No request of the id ${shortened(id)} is kept; /api/v1/requests lists all.`)
