import { setTimeout as sleep } from 'node:timers/promises'
import type { UpstreamAnswer } from '../upstream/exchange'
import type { JobPlace } from '../upstream/job-place'
import type { SendUpstream } from './send-upstream'
import { CLOSED, indexIn, LATEST, SEQ } from './trickle-headers'

export interface EventsWatch {
  readonly place: JobPlace
  readonly send: SendUpstream
  readonly silenceMs: number
  readonly signal: AbortSignal
  readonly monotonicMs: () => number
  readonly onEvent: (event: unknown) => void
}

const PAUSE_MS = 500
const MAX_EVENT_BYTES = 128 * 1024
/** The edge of the channel: what comes next. */
const EDGE = -1
const NO_SUCH_SEGMENT = 470

/** Follows a channel of events. Resolves with how it ended; null: nobody wants to know any more. */
export async function watchEvents({
  place,
  send,
  silenceMs,
  signal,
  monotonicMs,
  onEvent,
}: EventsWatch): Promise<{ readonly kind: 'silent' | 'closed'; readonly detail: string } | null> {
  let heardAt = monotonicMs()
  let next = EDGE
  while (!signal.aborted) {
    const leftMs = heardAt + silenceMs - monotonicMs()
    if (leftMs <= 0) return { kind: 'silent', detail: `no event within ${silenceMs} ms` }
    const asking = send(place, {
      method: 'GET',
      path: `${place.basePath}/${next}`,
      headers: {},
      body: null,
      firstByteMs: leftMs,
      gapMs: silenceMs,
      totalMs: silenceMs,
      maxBytes: MAX_EVENT_BYTES,
      isStream: () => false,
    })
    const cancel = () => asking.cancel()
    signal.addEventListener('abort', cancel, { once: true })
    const answer = await asking.answer
    signal.removeEventListener('abort', cancel)
    if (signal.aborted) return null
    if (isClosed(answer)) return { kind: 'closed', detail: 'it closed the events channel' }
    if (answer.kind === 'document' && answer.status === 200 && answer.body.length > 0) {
      heardAt = monotonicMs()
      onEvent(parsedJson(answer.body))
      next = (indexIn(answer.headers, SEQ) ?? EDGE - 1) + 1
      continue
    }
    // Of what has gone nobody has to know.
    if (answer.kind === 'document' && answer.status === NO_SUCH_SEGMENT)
      next = indexIn(answer.headers, LATEST) ?? EDGE
    else if (answer.kind === 'document' && answer.status === 200)
      next = (indexIn(answer.headers, SEQ) ?? EDGE - 1) + 1
    await sleep(Math.min(PAUSE_MS, silenceMs / 4), null, { signal, ref: false }).catch(() => null)
  }
  return null
}

const isClosed = (answer: UpstreamAnswer): boolean =>
  answer.kind === 'document' &&
  (answer.status === 404 || (answer.body.length <= 64 && answer.headers[CLOSED] !== undefined))

function parsedJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString())
  } catch {
    return null
  }
}
