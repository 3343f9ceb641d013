import { followChannel } from './follow-channel'
import type { LiveSession } from './live-session'

const MAX_SEGMENT_BYTES = 4 * 1024 * 1024
const BUFFER_BYTES = 256 * 1024

/**
 * What comes out of a stream's data channel from now on, to its end: each segment as `format` writes it, no faster than it
 * is taken. Null: it has none.
 */
export function passData(
  session: LiveSession,
  {
    format,
    last,
    monotonicMs,
  }: {
    readonly format: (segment: Buffer) => Buffer
    /** What comes last. */
    readonly last: () => Buffer
    readonly monotonicMs: () => number
  },
): ReadableStream<Uint8Array> | null {
  const place = session.placeOf('data')
  if (place === null) return null
  const gone = new AbortController()
  let wake = () => {}
  return new ReadableStream<Uint8Array>(
    {
      start(sink) {
        const give = async (bytes: Buffer) => {
          sink.enqueue(bytes)
          session.passedDown(bytes.length)
          while ((sink.desiredSize ?? 0) <= 0 && !gone.signal.aborted)
            await new Promise<void>((resolve) => {
              wake = resolve
            })
        }
        const signal = AbortSignal.any([gone.signal, session.ended])
        const { send } = session
        const reader = { place, send, silenceMs: null, signal, monotonicMs, maxBytes: MAX_SEGMENT_BYTES }
        followChannel({ ...reader, onSegment: (segment) => give(format(segment)) })
          .then((end) => {
            if (gone.signal.aborted) return
            if (end?.kind === 'closed') session.wasClosed('data')
            sink.enqueue(last())
            sink.close()
          })
          .catch((error) => sink.error(error))
      },
      pull: () => wake(),
      cancel() {
        gone.abort()
        wake()
      },
    },
    { highWaterMark: BUFFER_BYTES, size: (piece) => piece?.byteLength ?? 0 },
  )
}
