import { setTimeout as sleep } from 'node:timers/promises'
import type { UpstreamAnswer } from '../upstream/exchange'
import type { JobPlace } from '../upstream/job-place'
import type { SendUpstream } from './send-upstream'
import { CLOSED, indexIn, LATEST, SEQ } from './trickle-headers'

export interface ChannelReader {
  readonly place: JobPlace
  readonly send: SendUpstream
  /** Without a segment for so long there is nobody any more; null: one is waited for however long that takes. */
  readonly silenceMs: number | null
  readonly signal: AbortSignal
  readonly monotonicMs: () => number
  readonly maxBytes: number
  /** The next one is asked for when this is done. */
  readonly onSegment: (segment: Buffer) => void | Promise<void>
}

const PAUSE_MS = 500
/** Of one request that waits for whatever comes. */
const WAIT_MS = 60_000
/** The edge of the channel: what comes next. */
const EDGE = -1
const NO_SUCH_SEGMENT = 470

/** Reads a channel from its edge on, one segment after the other. Resolves with how it ended; null: nobody wants to know any more. */
export async function followChannel({
  place,
  send,
  silenceMs,
  signal,
  monotonicMs,
  maxBytes,
  onSegment,
}: ChannelReader): Promise<{ readonly kind: 'silent' | 'closed' } | null> {
  let heardAt = monotonicMs()
  let next = EDGE
  while (!signal.aborted) {
    const leftMs = silenceMs === null ? WAIT_MS : heardAt + silenceMs - monotonicMs()
    if (leftMs <= 0) return { kind: 'silent' }
    const asking = send(place, {
      method: 'GET',
      path: `${place.basePath}/${next}`,
      headers: {},
      body: null,
      firstByteMs: leftMs,
      gapMs: silenceMs ?? WAIT_MS,
      totalMs: silenceMs ?? WAIT_MS,
      maxBytes,
      isStream: () => false,
    })
    const cancel = () => asking.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    const answer = await asking.answer
    signal.removeEventListener('abort', cancel)
    if (signal.aborted) return null
    if (isClosed(answer)) return { kind: 'closed' }
    if (answer.kind === 'document' && answer.status === 200 && answer.body.length > 0) {
      heardAt = monotonicMs()
      await onSegment(answer.body)
      next = (indexIn(answer.headers, SEQ) ?? EDGE - 1) + 1
      continue
    }
    // Of what has gone nobody has to know.
    if (answer.kind === 'document' && answer.status === NO_SUCH_SEGMENT)
      next = indexIn(answer.headers, LATEST) ?? EDGE
    else if (answer.kind === 'document' && answer.status === 200)
      next = (indexIn(answer.headers, SEQ) ?? EDGE - 1) + 1
    await sleep(Math.min(PAUSE_MS, (silenceMs ?? WAIT_MS) / 4), null, { signal, ref: false }).catch(
      () => null,
    )
  }
  return null
}

const isClosed = (answer: UpstreamAnswer): boolean =>
  answer.kind === 'document' &&
  (answer.status === 404 || (answer.body.length <= 64 && answer.headers[CLOSED] !== undefined))
