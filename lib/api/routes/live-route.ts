import { capabilityOf } from '@/lib/domain/pipeline'
import { AiErrand } from '@/lib/routing/ai-errand'
import { type GoesOn, isOk, type OpenedEnd, type ToldDocument } from '@/lib/routing/client-job'
import { channelName } from '@/lib/routing/live/live-board'
import type { LiveSession } from '@/lib/routing/live/live-session'
import { type LIVE_CHANNELS, readLiveUpstream } from '@/lib/routing/live/live-upstream'
import { PRESENT_CLIENT } from '../answer'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import type { PipelineRoute } from './carry-route'
import { type LiveRequestReading, livePayload, nodesWith } from './live-input'
import { publicBase } from './public-base'

const LIVE_PIPELINE = 'live-video-to-video'

export interface LiveRoute {
  /** As it stands in records. */
  readonly path: string
  readonly readStart: (request: ApiRequest) => Promise<LiveRequestReading>
  /** What the client gets of a stream that has begun. */
  readonly tell: (session: LiveSession, urls: LiveUrls) => ToldDocument
}

/** Where a stream's channels are at this server. */
export type LiveUrls = Readonly<Record<`${(typeof LIVE_CHANNELS)[number]}_url`, string>>

/** One stream that is to begin. Its record ends when the stream does. */
export function beginLive(
  { path, readStart, tell }: LiveRoute,
  { routing: { live: board, ai, newId } }: AnswerDeps,
): PipelineRoute {
  const payer = board.payer()
  let name = ''
  return {
    path,
    pipeline: LIVE_PIPELINE,
    errand: () =>
      new AiErrand(
        { pipeline: LIVE_PIPELINE, capability: capabilityOf(LIVE_PIPELINE) ?? 0 },
        { ...ai, payer, quotes: payer.quotes },
      ),
    async readInput(request, deps) {
      const reading = await readStart(request)
      if (!reading.ok) return reading
      const { live, bytes } = reading
      const release = board.takePlace()
      if (release === null)
        return {
          ok: false,
          problem: {
            kind: 'too-many-streams',
            detail: 'This server carries as many streams as it may; ask again later.',
            headers: { 'retry-after': '30' },
          },
        }
      name = live.name ?? newId()
      return {
        ok: true,
        input: {
          model: live.model,
          size: {},
          payload: livePayload(live, { name, bytes }),
          wantsStream: false,
          release,
          ...(live.orchestrator !== null && { only: nodesWith(live.orchestrator, deps) }),
        },
      }
    },
    reader: ({ requestId, keyId, request, deps }) => ({
      isAnswer: isOk,
      stream: null,
      async readDocument({ body }, { place, candidate }) {
        const reading = await readLiveUpstream(body, { place, places: board.places })
        if (!reading.ok) return reading
        const ending = new Ending()
        const { upstream } = reading
        const session = board.open({
          name,
          requestId,
          keyId,
          upstream,
          candidate,
          place,
          begun: payer.begun,
          onEnd: (how) => ending.is(how),
        })
        const { isGone } = request.client ?? PRESENT_CLIENT
        if (isGone) void session.stop('idle', 'the client went before it was answered')
        return {
          ok: true,
          ...tell(session, urlsOf(session, publicBase(request, deps.routing))),
          goesOn: ending.tell,
        }
      },
    }),
  }
}

/** An end that may come before anybody listens. */
class Ending {
  #how: OpenedEnd | null = null
  #listener: ((how: OpenedEnd) => void) | null = null

  is(how: OpenedEnd): void {
    this.#how = how
    this.#listener?.(how)
  }

  readonly tell: GoesOn = (end) => {
    const how = this.#how
    if (how) queueMicrotask(() => end(how))
    else this.#listener = end
  }
}

function urlsOf(session: LiveSession, base: string): LiveUrls {
  const at = (channel: (typeof LIVE_CHANNELS)[number]) =>
    `${base}/ai/trickle/${channelName(session, channel)}`
  return {
    publish_url: at('publish'),
    subscribe_url: at('subscribe'),
    control_url: at('control'),
    events_url: at('events'),
  }
}
