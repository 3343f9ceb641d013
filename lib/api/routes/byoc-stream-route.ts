import { ByocErrand } from '@/lib/routing/byoc-errand'
import type { JobPayload } from '@/lib/routing/client-job'
import { ByocDesk } from '@/lib/routing/live/byoc-desk'
import { readByocUpstream } from '@/lib/routing/live/byoc-upstream'
import type { LiveSession, StreamForm } from '@/lib/routing/live/live-session'
import { NOT_HEDGED } from '@/lib/routing/route-limits'
import type { JobPlace } from '@/lib/routing/upstream/job-place'
import type { Answer } from '../answer'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import { type ByocHeader, readByocHeader } from './byoc-header'
import { byocLimits, byocRules } from './byoc-route'
import { problemOfStart } from './byoc-stream-answer'
import { readByocStream } from './byoc-stream-input'
import { carryRoute, type PipelineRoute } from './carry-route'
import { type LiveUrls, openLive, tooManyStreams } from './open-live'
import { publicBase } from './public-base'

const PATH = '/process/stream/start'

/** The start of a stream of a capability: chosen and tried as a job is, and from then on a stream as those of live video. */
export function carryByocStream(request: ApiRequest, deps: AnswerDeps): Promise<Answer> {
  const reading = readByocHeader(request.header('livepeer'))
  if (reading.ok) return carryRoute(request, deps, streamRoute(reading.header, deps))
  const { detail } = reading
  return carryRoute(request, deps, {
    path: PATH,
    kind: 'byoc',
    pipeline: '',
    readInput: async () => ({ ok: false, problem: { kind: 'unreadable-hints', detail, param: 'livepeer' } }),
    reader: () => {
      throw new Error('a stream that cannot be read is not carried')
    },
  })
}

function streamRoute(header: ByocHeader, { routing }: Pick<AnswerDeps, 'routing'>): PipelineRoute {
  const { live: board, byoc, newId } = routing
  const { job, channels: wanted } = header
  // Of this server alone, as its channels at the node are known by it to whoever knows it.
  const streamId = newId()
  const desk = (place: JobPlace) => new ByocDesk({ capability: job.capability, streamId, place }, byoc)
  let name = streamId
  return {
    path: PATH,
    kind: 'byoc',
    pipeline: job.capability,
    limits: { ...byocLimits(header), ...NOT_HEDGED },
    async readInput(request, _, { keyId }) {
      const reading = await readByocStream(request)
      if (!reading.ok) return reading
      const { stream } = reading
      name = stream.name ?? streamId
      const place = board.takePlace()
      if (place === null) return { ok: false, problem: tooManyStreams() }
      const reserved = board.reserve({ family: 'byoc', name, keyId })
      if (reserved === null) {
        place()
        return {
          ok: false,
          problem: {
            kind: 'unreadable-input',
            detail: `stream already exists: ${name}`,
            param: 'stream_id',
          },
        }
      }
      return {
        ok: true,
        input: {
          model: null,
          size: {},
          payload: startPayload(stream.params),
          wantsStream: false,
          ...byocRules(header),
          release() {
            reserved()
            place()
          },
        },
      }
    },
    errand: () =>
      new ByocErrand(
        {
          job: { ...job, id: streamId },
          path: '/ai/stream/start',
          onUnheard: (place) => void desk(place).stopUnheard(),
        },
        byoc,
      ),
    reader: ({ requestId, keyId, request, deps }) => ({
      isAnswer: () => true,
      stream: null,
      async readDocument({ status, headers, body }, { place, candidate }) {
        const problem = problemOfStart(status, body)
        if (problem) return problem
        const reading = await readByocUpstream(headers, { streamId, wanted, place, places: board.places })
        if (!reading.ok) return reading
        const { upstream } = reading
        const form: StreamForm = { family: 'byoc', units: secondsOf, desk: desk(place) }
        const base = publicBase(request, deps.routing)
        return openLive(
          board,
          { form, name, requestId, keyId, upstream, candidate, place, begun: null },
          { client: request.client, base, tell: (session, urls) => begunAnswer(session, { urls, base }) },
        )
      },
    }),
  }
}

/** As go-livepeer's gateway hands parameters on, digit by digit. */
const startPayload = (params: string): JobPayload => {
  const body = Buffer.from(`{"params":${params}}`)
  return {
    bytes: body.length,
    bodyFor: () => ({ headers: { 'content-type': 'application/json' }, body }),
  }
}

/** Its node charges for begun seconds, whatever is sent. */
const secondsOf = (lastedMs: number): bigint => BigInt(Math.ceil(lastedMs / 1_000))

/** The keys of go-livepeer's answer, of which those about RTMP and WebRTC are empty, and where the channels are. */
function begunAnswer(
  { start }: LiveSession,
  { urls, base }: { readonly urls: LiveUrls; readonly base: string },
) {
  const { channels } = start.upstream
  const at = (what: string) => `${base}/process/stream/${encodeURIComponent(start.name)}/${what}`
  const publish = channels.publish ? urls.publish_url : ''
  const subscribe = channels.subscribe ? urls.subscribe_url : ''
  return {
    contentType: 'application/json',
    body: Buffer.from(
      JSON.stringify({
        stream_id: start.name,
        whip_url: '',
        whep_url: '',
        rtmp_url: '',
        rtmp_output_url: '',
        update_url: at('update'),
        status_url: at('status'),
        data_url: channels.data ? at('data') : '',
        stop_url: at('stop'),
        publish_url: publish,
        subscribe_url: subscribe,
        control_url: urls.control_url,
        events_url: urls.events_url,
      }),
    ),
    headers: {
      ...(publish && { 'x-publish-url': publish }),
      ...(subscribe && { 'x-subscribe-url': subscribe }),
      'x-control-url': urls.control_url,
      'x-events-url': urls.events_url,
      ...(channels.data && { 'x-data-url': urls.data_url }),
    },
  }
}
