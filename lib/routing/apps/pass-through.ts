import type { Readable } from 'node:stream'
import type { FaultCause } from '@/lib/domain/job-result'
import { exchange, type UpstreamHeaders, type UpstreamRequest } from '../upstream/exchange'
import type { UpstreamPools } from '../upstream/upstream-pools'
import type { AppAddress, AppSession } from './app-session'
import type { AppSessions } from './app-sessions'

export interface PassThroughDeps {
  readonly pools: Pick<UpstreamPools, 'of'>
  readonly sessions: Pick<AppSessions, 'use'>
  readonly monotonicMs: () => number
}

export interface PassedRequest {
  readonly method: UpstreamRequest['method']
  /** Below the app's own address, with its query. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | Readable | null
  /** Calls when the client goes; returns what ends that. */
  readonly onGone: (listener: () => void) => () => void
}

export type PassedAnswer =
  | {
      readonly ok: true
      readonly status: number
      readonly headers: UpstreamHeaders
      /** Null: it is empty. */
      readonly body: ReadableStream<Uint8Array> | null
    }
  | { readonly ok: false; readonly cause: FaultCause; readonly detail: string }

/** An app may think for a while; one that says something now and then, too. */
const FIRST_BYTE_MS = 120_000
const GAP_MS = 600_000
const BUFFER_BYTES = 256 * 1024

/** A request within a session: to its node and nowhere else, since the session is there. Never rejects. */
export async function passThrough(
  session: AppSession,
  request: PassedRequest,
  deps: PassThroughDeps,
): Promise<PassedAnswer> {
  const { place, path }: AppAddress = session.appAddress
  const use = deps.sessions.use(session)
  const running = exchange(
    deps.pools.of(place),
    {
      method: request.method,
      path: `${path}${request.path}`,
      headers: request.headers,
      body: request.body,
      firstByteMs: FIRST_BYTE_MS,
      gapMs: GAP_MS,
      totalMs: FIRST_BYTE_MS,
      maxBytes: 0,
      // Whatever it is, it comes as it comes.
      isStream: () => true,
    },
    deps,
  )
  const cancel = () => running.cancel()
  use.ended.addEventListener('abort', cancel, { once: true })
  const stopListening = request.onGone(cancel)
  const end = () => {
    use.ended.removeEventListener('abort', cancel)
    stopListening()
    use.end()
  }
  const answer = await running.answer
  if (answer.kind !== 'stream') end()
  if (answer.kind === 'failed') return { ok: false, cause: answer.cause, detail: answer.detail }
  const { status, headers } = answer
  if (answer.kind === 'document') return { ok: true, status, headers, body: null }
  const { stream } = answer
  let isPaused = false
  let isOver = false
  const body = new ReadableStream<Uint8Array>(
    {
      start(sink) {
        const give = (piece: Buffer) => {
          use.sent(piece.length)
          sink.enqueue(piece)
        }
        const finish = (close: () => void) => {
          if (isOver) return
          isOver = true
          end()
          close()
        }
        give(stream.first)
        stream.read({
          onData(piece) {
            if (isOver) return
            give(piece)
            if ((sink.desiredSize ?? 0) > 0) return
            isPaused = true
            stream.pause()
          },
          onEnd: () => finish(() => sink.close()),
          // A connection that is cut is how whoever reads learns that this is not all.
          onFailure: ({ detail }) => finish(() => sink.error(new Error(detail))),
        })
      },
      pull() {
        if (!isPaused) return
        isPaused = false
        stream.resume()
      },
      cancel() {
        if (isOver) return
        isOver = true
        end()
        running.cancel()
      },
    },
    { highWaterMark: BUFFER_BYTES, size: (piece) => piece?.byteLength ?? 0 },
  )
  return { ok: true, status, headers, body }
}
