import type { ByocErrandDeps } from '../byoc-errand'
import { type ByocJob, signedByocJob } from '../signed-byoc-job'
import { type Exchange, exchange, type UpstreamAnswer } from '../upstream/exchange'
import type { JobPlace } from '../upstream/job-place'
import type { StreamDesk, UpdateTime } from './live-session'
import type { SendUpstream } from './send-upstream'

/** As go-livepeer's gateway gives a stop (byoc/stream_gateway.go). */
const USUAL_SECONDS = 10
const GRACE_MS = 5_000
const MAX_ANSWER_BYTES = 1024 * 1024

/** Tells a worker what its client wants of a stream, through the node that runs it. What is said names the stream and is signed. */
export class ByocDesk implements StreamDesk {
  constructor(
    private readonly about: {
      readonly capability: string
      /** As its node calls it. */
      readonly streamId: string
      readonly place: JobPlace
    },
    private readonly deps: Pick<ByocErrandDeps, 'asker' | 'signal' | 'pools' | 'monotonicMs'>,
  ) {}

  update(
    body: Buffer,
    send: SendUpstream,
    { seconds = USUAL_SECONDS }: UpdateTime,
  ): Promise<UpstreamAnswer | null> {
    return this.#say('update', { body, send, seconds })
  }

  stop(body: Buffer, send: SendUpstream): Promise<UpstreamAnswer | null> {
    return this.#say('stop', { body, send, seconds: USUAL_SECONDS })
  }

  /** Where a start was sent of which nothing is known. */
  async stopUnheard(): Promise<void> {
    const { deps } = this
    await this.stop(Buffer.from('{}'), (place, request) => exchange(deps.pools.of(place), request, deps))
  }

  async #say(
    what: 'update' | 'stop',
    { body, send, seconds }: { readonly body: Buffer; readonly send: SendUpstream; readonly seconds: number },
  ): Promise<UpstreamAnswer | null> {
    const { capability, streamId, place } = this.about
    const { asker, signal } = this.deps
    const asked = await asker.identity(signal).catch(() => null)
    if (!asked?.ok) return null
    const job: ByocJob = {
      id: streamId,
      capability,
      request: JSON.stringify({ stream_id: streamId }),
      parameters: '{}',
      timeoutSeconds: seconds,
    }
    const headers = await signedByocJob(job, { identity: asked.identity, signer: asker.signer })
    const ms = seconds * 1_000 + GRACE_MS
    const saying = (): Exchange =>
      send(place, {
        method: 'POST',
        path: `${place.basePath}/ai/stream/${what}`,
        headers: { 'content-type': 'application/json', ...headers },
        body,
        firstByteMs: ms,
        gapMs: ms,
        totalMs: ms,
        maxBytes: MAX_ANSWER_BYTES,
        isStream: () => false,
      })
    const answer = await saying().answer
    // Nobody has read it on a connection that was found closed.
    return answer.kind === 'failed' && answer.isStale ? saying().answer : answer
  }
}
