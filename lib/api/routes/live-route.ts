import { capabilityOf } from '@/lib/domain/pipeline'
import { AiErrand } from '@/lib/routing/ai-errand'
import { isOk, type ToldDocument } from '@/lib/routing/client-job'
import type { LiveSession, StreamForm } from '@/lib/routing/live/live-session'
import { readLiveUpstream } from '@/lib/routing/live/live-upstream'
import { NOT_HEDGED } from '@/lib/routing/route-limits'
import type { AnswerDeps, ApiRequest } from '../endpoint'
import type { PipelineRoute } from './carry-route'
import { type LiveRequestReading, livePayload, nodesWith } from './live-input'
import { type LiveUrls, openLive, tooManyStreams } from './open-live'
import { publicBase } from './public-base'

const LIVE_PIPELINE = 'live-video-to-video'

export interface LiveRoute {
  /** As it stands in records. */
  readonly path: string
  readonly readStart: (request: ApiRequest) => Promise<LiveRequestReading>
  /** What the client gets of a stream that has begun. */
  readonly tell: (session: LiveSession, urls: LiveUrls) => ToldDocument
}

/** Billed by the time up to the last that was published (go-livepeer server/ai_live_video.go). */
const LIVE_FORM: StreamForm = {
  family: 'live',
  units: (_, publishedMs) =>
    publishedMs === null ? 0n : (BigInt(Math.round(publishedMs)) * UNITS_PER_SECOND) / 1_000n,
  desk: null,
}
const UNITS_PER_SECOND = 1_280n * 720n * 30n

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
    limits: NOT_HEDGED,
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
      if (release === null) return { ok: false, problem: tooManyStreams() }
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
        const { upstream } = reading
        const begun = payer.begun
        return openLive(
          board,
          { form: LIVE_FORM, name, requestId, keyId, upstream, candidate, place, begun },
          { client: request.client, base: publicBase(request, deps.routing), tell },
        )
      },
    }),
  }
}
