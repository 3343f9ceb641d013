import type { StreamReading } from './client-job'
import type { UpstreamFailure, UpstreamStream } from './upstream/exchange'

export type StreamOpening =
  /** `isWhole`: nothing is to come after it. */
  | { readonly ok: true; readonly opening: Buffer; readonly isWhole: boolean }
  | ({ readonly ok: false } & Pick<UpstreamFailure, 'cause' | 'detail'>)

/** Reads a stream until there is something in it for the client: up to then somebody else may be tried. Then it stands still. */
export function openStream(
  stream: UpstreamStream,
  {
    reading,
    leftMs,
    cancel,
  }: {
    readonly reading: StreamReading
    /** Notes that all goes well, which are nothing for the client, may come for ever. */
    readonly leftMs: number
    /** Cuts what is read. */
    readonly cancel: () => void
  },
): Promise<StreamOpening> {
  return new Promise((resolve) => {
    const fail = (cause: UpstreamFailure['cause'], detail: string) => {
      clearTimeout(timer)
      resolve({ ok: false, cause, detail })
    }
    const timer = setTimeout(() => {
      fail('timed-out', 'nothing for the client came in time')
      cancel()
    }, leftMs)
    const take = (piece: Buffer): boolean => {
      const given = reading.onPiece(piece)
      if (given === null) return false
      if (Buffer.isBuffer(given)) {
        clearTimeout(timer)
        resolve({ ok: true, opening: given, isWhole: false })
      } else if ('last' in given) {
        clearTimeout(timer)
        resolve({ ok: true, opening: given.last, isWhole: true })
        cancel()
      } else {
        fail('bad-answer', given.problem)
        cancel()
      }
      return true
    }
    if (take(stream.first)) return
    stream.read({
      onData(piece) {
        if (take(piece)) stream.pause()
      },
      onEnd: () => fail('truncated', 'its stream ended before there was anything in it'),
      onFailure: ({ cause, detail }) => fail(cause, detail),
    })
  })
}
