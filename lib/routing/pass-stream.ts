import type { AttemptOutcome, RouteOutcome } from '@/lib/domain/routed-request'
import type { StreamReading } from './client-job'
import type { UpstreamFailure, UpstreamStream } from './upstream/exchange'

export interface StreamPassage {
  readonly reading: StreamReading
  /** What the client gets first. */
  readonly opening: Buffer
  readonly onBytes: (length: number) => void
  /** Told once, with what it says of the client's request and of whoever was to answer it. */
  readonly onEnd: (outcome: RouteOutcome, of: AttemptOutcome, detail: string | null) => void
  /** Cuts what is read. */
  readonly cancel: () => void
}

/** As much of a stream waits for a slow client. */
const BUFFER_BYTES = 256 * 1024

/**
 * An orchestrator's stream → the client's, as fast as the client takes it. One that breaks off ends with what the route
 * says of that, so that nobody takes it for complete.
 */
export function passStream(
  stream: UpstreamStream,
  { reading, opening, onBytes, onEnd, cancel }: StreamPassage,
): ReadableStream<Uint8Array> {
  let isPaused = false
  let isClosed = false
  return new ReadableStream<Uint8Array>(
    {
      start(sink) {
        const give = (piece: Buffer | null) => {
          if (piece === null || piece.length === 0) return
          onBytes(piece.length)
          sink.enqueue(piece)
        }
        const close = () => {
          isClosed = true
          sink.close()
        }
        const finish = (last: Buffer | null) => {
          give(last)
          close()
          onEnd('served', 'ok', null)
        }
        const fail = ({ cause, detail }: Pick<UpstreamFailure, 'cause' | 'detail'>) => {
          if (isClosed) return
          give(reading.onFailure({ cause, detail }))
          close()
          onEnd('cut', cause, detail)
        }
        give(opening)
        stream.read({
          onData(piece) {
            if (isClosed) return
            const given = reading.onPiece(piece)
            if (given !== null && !Buffer.isBuffer(given)) {
              if ('problem' in given) fail({ cause: 'bad-answer', detail: given.problem })
              else finish(given.last)
              // Whoever sends on talks to nobody.
              return cancel()
            }
            give(given)
            if ((sink.desiredSize ?? 0) > 0) return
            isPaused = true
            stream.pause()
          },
          onEnd() {
            if (isClosed) return
            const ended = reading.onEnd()
            if ('problem' in ended) return fail({ cause: 'truncated', detail: ended.problem })
            finish(ended.last)
          },
          onFailure: fail,
        })
      },
      pull() {
        if (!isPaused) return
        isPaused = false
        stream.resume()
      },
      cancel() {
        if (isClosed) return
        isClosed = true
        cancel()
        onEnd('client-gone', 'client-gone', null)
      },
    },
    { highWaterMark: BUFFER_BYTES, size: (piece) => piece?.byteLength ?? 0 },
  )
}
