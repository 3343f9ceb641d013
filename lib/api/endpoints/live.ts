import { z } from 'zod'
import type { LiveSession } from '@/lib/routing/live/live-session'
import { passTrickle, type TrickleRequest } from '@/lib/routing/live/pass-trickle'
import { type Answer, PRESENT_CLIENT } from '../answer'
import { liveStartDto, liveStatusDto } from '../contract/live'
import type { ApiRequest, Endpoint, Operation } from '../endpoint'
import type { OperationDoc } from '../operation-doc'
import { problem } from '../problem'
import { carryRoute } from '../routes/carry-route'
import { parseJsonObject } from '../routes/json-input'
import { liveBody, readLiveForm, readLiveJson } from '../routes/live-input'
import { beginLive, type LiveRoute } from '../routes/live-route'
import { liveStatus } from '../routes/live-status'
import { ofOwnStream } from '../routes/own-stream'
import { routeProblem } from '../routes/route-problem'
import { PREFIXES, ROUTE_NOTE, ROUTE_PARAMETERS } from './ai-pipelines'
import { noStore } from './respond'

const jsonRoute = (path: string): LiveRoute => ({
  path,
  readStart: readLiveJson,
  tell: ({ start }, { data_url: _, ...urls }) => ({
    contentType: 'application/json',
    body: Buffer.from(JSON.stringify({ ...urls, manifest_id: start.requestId, stream_id: start.name })),
  }),
})

/** Whoever calls this reads no body; where its channels are stands in headers. */
const formRoute = (path: string): LiveRoute => ({
  path,
  readStart: readLiveForm,
  tell: (_, { publish_url, subscribe_url, control_url, events_url }) => ({
    contentType: 'text/plain',
    body: Buffer.alloc(0),
    headers: {
      'livepeer-publish-url': publish_url,
      'livepeer-subscribe-url': subscribe_url,
      'livepeer-control-url': control_url,
      'livepeer-events-url': events_url,
    },
  }),
})

const starting =
  (route: LiveRoute): Operation['handle'] =>
  (request, deps) =>
    carryRoute(request, deps, beginLive(route, deps))

const LIVE_NOTE =
  'A stream goes to an orchestrator that is reachable and has a place free for it, and stays with that one. Its channels are passed through by this server, whose names for them cannot be guessed and need no key. It ends when its publish channel is deleted, when nothing is published for a minute, or when its orchestrator falls silent; its record is complete then. docs/routing-live.md has the whole of it.'

const start = (path: string): Endpoint => ({
  path,
  operations: {
    POST: {
      doc: {
        summary: 'A stream of live video through a model',
        description: `${LIVE_NOTE} ${ROUTE_NOTE}`,
        tag: 'Routes',
        parameters: ROUTE_PARAMETERS,
        requestBody: {
          description: 'Without `model_id` it goes to whichever model is best.',
          schema: liveBody,
          example: { params: { prompt: 'as a woodcut' } },
        },
        answer: {
          status: 200,
          description: 'It has begun; these are its channels.',
          content: { 'application/json': liveStartDto },
        },
      },
      handle: starting(jsonRoute(path)),
    },
  },
})

/** As a gateway of go-livepeer has it for servers of media. */
const BASE = '/live/video-to-video/{stream}'
const STREAM = {
  stream: { description: 'As its client calls it; slashes may be in it.', example: 'my-stream' },
}
const EMPTY = { status: 200, description: 'Done.', content: {} } as const

const formStart: Operation = {
  doc: {
    summary: 'A stream of live video begins, as servers of media tell it',
    description: `For MediaMTX and its like: a form with \`source_id\`, \`source_type\` and \`query\`, which holds \`pipeline\` (the model), \`params\`, \`streamId\` and \`orchestrator\`. A stream that goes on under this name is ended first. Names that end in \`-out\` are what such a server makes of our own output, and are let be. Where to publish stands in \`livepeer-publish-url\` and its like. ${LIVE_NOTE}`,
    tag: 'Routes',
    parameters: ROUTE_PARAMETERS,
    segments: STREAM,
    requestBody: {
      description: 'A form in either encoding, or the same as JSON.',
      schema: z.object({ source_id: z.string(), source_type: z.string(), query: z.string().optional() }),
      example: { source_id: '1', source_type: 'webrtcSession', query: 'params=%7B%7D' },
    },
    answer: { ...EMPTY, description: 'It has begun.' },
  },
  handle: (request, deps) =>
    request.segments.stream?.endsWith('-out')
      ? { status: 200, headers: { 'cache-control': 'no-store' }, body: Buffer.alloc(0) }
      : FORM_START(request, deps),
}
const FORM_START = starting(formRoute(`${BASE}/start`))

const doc = (about: Pick<OperationDoc, 'summary' | 'description' | 'answer' | 'requestBody'>) => ({
  ...about,
  tag: 'Routes' as const,
  isOfAJob: true,
  segments: STREAM,
})

const done = (): Answer => ({ status: 200, headers: { 'cache-control': 'no-store' }, body: Buffer.alloc(0) })

async function update(session: LiveSession, { readBody }: ApiRequest): Promise<Answer> {
  const bytes = await readBody()
  const params = parseJsonObject(bytes)
  if (typeof params === 'string') return routeProblem({ kind: 'unreadable-input', detail: params })
  session.isUsed()
  const answer = await session.update(Buffer.from(JSON.stringify(params)))
  if (answer === null)
    return routeProblem({ kind: 'not-found', detail: 'The stream has ended, or takes no parameters.' })
  if (answer.kind === 'document' && answer.status === 200) return done()
  const detail = answer.kind === 'failed' ? answer.detail : `it answered ${answer.status}`
  return routeProblem({ kind: 'all-failed', detail: `Its orchestrator did not take it: ${detail}.` })
}

/** Of a kind of ingest that there is none of. */
export const noIngest = (what: string, segments = STREAM): Operation => ({
  doc: {
    ...doc({
      summary: `${what}, which is not served here`,
      description: 'Media come in as segments that are published to the channels of a stream.',
      answer: { ...EMPTY, description: 'Never.' },
    }),
    segments,
  },
  handle: () =>
    routeProblem({
      kind: 'no-ingest',
      detail: `${what} is not served here: have a server of media take it, and publish segments of MPEG-TS to the publish_url that a start answers with.`,
    }),
})

const named = (action: string, operations: Endpoint['operations']): Endpoint => ({
  path: `${BASE}/${action}`,
  takesSlashes: true,
  operations,
})

const MEDIA_SERVERS: readonly Endpoint[] = [
  named('start', { POST: formStart }),
  named('update', {
    POST: {
      doc: doc({
        summary: 'Parameters of a stream change',
        requestBody: {
          description: 'What changes; the rest stays.',
          schema: z.looseObject({}),
          example: { prompt: 'as an etching' },
        },
        answer: { ...EMPTY, description: 'Its orchestrator was told.' },
      }),
      handle: ofOwnStream('live', update),
    },
  }),
  named('status', {
    GET: {
      doc: doc({
        summary: 'How a stream goes on, or how it ended',
        description: 'For five minutes after its end.',
        answer: {
          status: 200,
          description: 'What is known of it.',
          content: { 'application/json': liveStatusDto },
        },
      }),
      handle: ofOwnStream('live', (session) => noStore(200, liveStatus(session))),
    },
  }),
  named('stop', {
    POST: {
      doc: doc({
        summary: 'A stream ends',
        description: 'At once, and its orchestrator is told. One that has ended stays so.',
        answer: { ...EMPTY, description: 'It has ended.' },
      }),
      handle: ofOwnStream('live', async (session) => {
        await session.stop('stopped')
        return done()
      }),
    },
  }),
  named('whip', { POST: noIngest('WHIP') }),
  named('whep', { POST: noIngest('WHEP') }),
]

const trickle =
  (method: TrickleRequest['method']): Operation['handle'] =>
  async ({ segments, header, openBody, client }, { routing }) => {
    const { channel = '', index = null } = segments
    const found = routing.live.findChannel(channel)
    if (found === null) return problem('not-found', 'There is no such channel, or its time is over.')
    const { body, ...answer } = await passTrickle(found, {
      method,
      index,
      header,
      openBody: openBody ?? (() => null),
      client: client ?? PRESENT_CLIENT,
    })
    return { ...answer, body: body instanceof ReadableStream ? body : Buffer.from(body) }
  }

const CHANNEL = {
  channel: { description: 'As in the addresses that a start answers with.', example: '0'.repeat(40) },
}
const INDEX = { ...CHANNEL, index: { description: 'A number; -1: the next one.', example: '0' } }

const trickleOperation = (
  method: TrickleRequest['method'],
  segments: NonNullable<OperationDoc['segments']>,
  about: Pick<OperationDoc, 'summary' | 'description' | 'answer'>,
): Operation => ({
  doc: { ...about, tag: 'Routes', isOfAJob: true, isOpen: true, segments },
  handle: trickle(method),
})

const TRICKLE: readonly Endpoint[] = [
  {
    path: '/ai/trickle/{channel}',
    operations: {
      POST: trickleOperation('POST', CHANNEL, {
        summary: 'Whether a channel is there',
        answer: { ...EMPTY, description: 'It is.' },
      }),
      DELETE: trickleOperation('DELETE', CHANNEL, {
        summary: 'A channel is closed',
        description: 'That of what is published ends the stream; the others end with it, and not before.',
        answer: EMPTY,
      }),
    },
  },
  {
    path: '/ai/trickle/{channel}/{index}',
    operations: {
      GET: trickleOperation('GET', INDEX, {
        summary: 'A segment, as it comes',
        description:
          'With `next` its number alone. A segment that is about to come is waited for. `lp-trickle-seq` says which it is; `lp-trickle-closed` that nothing comes any more; 470 that it is not there, and `lp-trickle-latest` which is.',
        answer: {
          status: 200,
          description: 'The segment.',
          content: { 'video/MP2T': null, 'application/json': null, 'text/plain': null },
        },
      }),
      POST: trickleOperation('POST', INDEX, {
        summary: 'A segment is published, as it comes',
        description: 'Up to 32 MiB.',
        answer: { ...EMPTY, description: 'Its orchestrator has it.' },
      }),
      DELETE: trickleOperation('DELETE', INDEX, { summary: 'A segment is given up', answer: EMPTY }),
    },
  },
]

export const LIVE: readonly Endpoint[] = [
  ...PREFIXES.map((prefix) => start(`${prefix}/live-video-to-video`)),
  ...MEDIA_SERVERS,
  ...TRICKLE,
]
