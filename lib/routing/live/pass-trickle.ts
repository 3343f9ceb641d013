import { Readable } from 'node:stream'
import type { JobClient } from '../client-job'
import type { Exchange, UpstreamAnswer, UpstreamHeaders, UpstreamStream } from '../upstream/exchange'
import type { JobPlace } from '../upstream/job-place'
import type { FoundChannel } from './live-board'
import type { LiveSession } from './live-session'
import type { LiveChannel } from './live-upstream'
import { CLOSED, LATEST, RESET, SEQ } from './trickle-headers'

/** What a client asks of a channel. */
export interface TrickleRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** A number, -1 for the next one, `next`; null: the channel as a whole. */
  readonly index: string | null
  readonly header: (name: string) => string | null
  readonly openBody: () => AsyncIterable<Uint8Array> | null
  readonly client: JobClient
}

export interface TrickleAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: Buffer | ReadableStream<Uint8Array>
}

/** Far above any piece of video. */
const MAX_SEGMENT_BYTES = 32 * 1024 * 1024
/** Whoever comes early to the next segment waits for it; so does who sends it slowly. */
const WAIT_MS = 5 * 60_000
const GAP_MS = 60_000
const MAX_TEXT_BYTES = 64 * 1024
const BUFFER_BYTES = 256 * 1024

/** Between a client and the channel of its stream: pieces go on as they come, in both directions. */
export async function passTrickle(found: FoundChannel, request: TrickleRequest): Promise<TrickleAnswer> {
  const { session, channel } = found
  const { method, index } = request
  const place = session.placeOf(channel)
  if (place === null) return text(404, 'Stream not found\n')
  if (index !== null && !isIndex(index, method)) return text(400, 'Invalid idx\n')
  if (method === 'DELETE' && index === null) return closeChannel(session, channel)
  if (session.end !== null) return method === 'GET' ? closed(index) : text(404, 'Stream not found\n')
  if (method === 'POST' && index !== null) return publish(found, place, request)
  const answer = await ask(session, place, request)
  return answer.kind === 'stream' ? answer.passed : documentOf(answer.answer, found, request)
}

const isIndex = (text: string, method: TrickleRequest['method']): boolean =>
  /^(\d{1,15}|-1)$/.test(text) || (method === 'GET' && (text === 'next' || text === '-2'))

/** An orchestrator closes the others by itself when nothing goes in any more. */
async function closeChannel(session: LiveSession, channel: LiveChannel): Promise<TrickleAnswer> {
  if (channel === 'publish') await session.stop('stopped')
  return text(200, '')
}

async function publish(
  found: FoundChannel,
  place: JobPlace,
  request: TrickleRequest,
): Promise<TrickleAnswer> {
  const { session, channel } = found
  const { index, client, header } = request
  const upload = new Upload(session, channel)
  const reset = header(RESET)
  const running = session.send(place, {
    method: 'POST',
    // What this server sends to a control channel takes numbers, too.
    path: `${place.basePath}/${channel === 'control' ? '-1' : index}`,
    headers: {
      'content-type': header('content-type') ?? 'application/octet-stream',
      ...(reset !== null && { [RESET]: reset }),
    },
    body: Readable.from(upload.pieces(request.openBody() ?? NOTHING), { objectMode: false }),
    firstByteMs: WAIT_MS,
    gapMs: GAP_MS,
    totalMs: WAIT_MS,
    maxBytes: MAX_TEXT_BYTES,
    isStream: () => false,
  })
  const stopListening = client.onGone(() => running.cancel())
  const answer = await running.answer
  stopListening()
  if (upload.isTooLarge) return { ...text(413, `More than ${MAX_SEGMENT_BYTES} bytes\n`), headers: LAST }
  const told = documentOf(answer, found, request)
  // What nobody has read of a body stays on its connection.
  return upload.isWhole ? told : { ...told, headers: { ...told.headers, ...LAST } }
}

const NOTHING: AsyncIterable<Uint8Array> = Readable.from([])
const LAST = { connection: 'close' }

/** A segment on its way up. */
class Upload {
  isTooLarge = false
  isWhole = false

  constructor(
    private readonly session: LiveSession,
    private readonly channel: LiveChannel,
  ) {}

  /** The source is not closed with it: whoever sends is still to be answered. */
  async *pieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    const iterator = source[Symbol.asyncIterator]()
    let bytes = 0
    for (;;) {
      const next = await iterator.next()
      if (next.done) break
      const isFirst = bytes === 0
      bytes += next.value.length
      if (bytes > MAX_SEGMENT_BYTES) {
        this.isTooLarge = true
        throw new Error('the segment is too large')
      }
      if (this.channel !== 'publish') this.session.isUsed()
      else this.session.published(next.value.length, { isFirst })
      yield next.value
    }
    this.isWhole = true
  }
}

/** A question without a body. */
async function ask(
  session: LiveSession,
  place: JobPlace,
  { method, index, client }: TrickleRequest,
): Promise<
  | { readonly kind: 'document'; readonly answer: Exclude<UpstreamAnswer, { kind: 'stream' }> }
  | { readonly kind: 'stream'; readonly passed: TrickleAnswer }
> {
  const running = session.send(place, {
    method,
    path: `${place.basePath}${index === null ? '' : `/${index}`}`,
    headers: {},
    body: null,
    firstByteMs: WAIT_MS,
    gapMs: GAP_MS,
    totalMs: WAIT_MS,
    maxBytes: MAX_TEXT_BYTES,
    isStream: (status, headers) => method === 'GET' && status === 200 && headers[CLOSED] === undefined,
  })
  const stopListening = client.onGone(() => running.cancel())
  const answer = await running.answer
  if (answer.kind !== 'stream') {
    stopListening()
    return { kind: 'document', answer }
  }
  const body = passDown(answer.stream, session, running, stopListening)
  return { kind: 'stream', passed: { status: 200, headers: headersOf(answer.headers), body } }
}

/** As fast as the client takes it. One that breaks off breaks off here, too. */
function passDown(
  stream: UpstreamStream,
  session: LiveSession,
  running: Exchange,
  stopListening: () => void,
): ReadableStream<Uint8Array> {
  let isPaused = false
  let bytes = 0
  const over = () => {
    stopListening()
    session.over(running)
  }
  return new ReadableStream<Uint8Array>(
    {
      start(sink) {
        const give = (piece: Buffer) => {
          bytes += piece.length
          session.passedDown(piece.length)
          if (bytes > MAX_SEGMENT_BYTES) return running.cancel()
          sink.enqueue(piece)
          if ((sink.desiredSize ?? 0) > 0) return
          isPaused = true
          stream.pause()
        }
        give(stream.first)
        stream.read({
          onData: give,
          onEnd() {
            over()
            sink.close()
          },
          onFailure({ detail }) {
            over()
            sink.error(new Error(detail))
          },
        })
      },
      pull() {
        if (!isPaused) return
        isPaused = false
        stream.resume()
      },
      cancel() {
        over()
        running.cancel()
      },
    },
    { highWaterMark: BUFFER_BYTES, size: (piece) => piece?.byteLength ?? 0 },
  )
}

function documentOf(
  answer: UpstreamAnswer,
  { session, channel }: FoundChannel,
  { method, index }: TrickleRequest,
): TrickleAnswer {
  if (answer.kind === 'document') {
    const { status, headers, body } = answer
    const isClosed = headers[CLOSED] !== undefined || (status === 404 && index !== null)
    if (isClosed) session.wasClosed(channel)
    return { status, headers: headersOf(headers), body }
  }
  if (session.end !== null) return method === 'GET' ? closed(index) : text(404, 'Stream not found\n')
  const detail = answer.kind === 'failed' ? answer.detail : 'it answered with a stream'
  return text(502, `The orchestrator did not answer: ${detail}\n`)
}

const TOLD = ['content-type', SEQ, LATEST, CLOSED, RESET] as const

function headersOf(headers: UpstreamHeaders): Record<string, string> {
  const told: Record<string, string> = { ...COMMON }
  for (const name of TOLD) {
    const value = headers[name]
    if (typeof value === 'string') told[name] = value
  }
  return told
}

const COMMON = {
  'cache-control': 'no-store',
  // Whoever made it is a stranger.
  'content-security-policy': "default-src 'none'; sandbox",
  'access-control-expose-headers': [SEQ, LATEST, CLOSED, RESET].join(', '),
  'x-accel-buffering': 'no',
}

const text = (status: number, body: string): TrickleAnswer => ({
  status,
  headers: { ...COMMON, 'content-type': 'text/plain; charset=utf-8' },
  body: Buffer.from(body),
})

/** As an orchestrator says that nothing comes any more. */
function closed(index: string | null): TrickleAnswer {
  const answer = text(200, 'Entry not found')
  const seq = index !== null && /^\d+$/.test(index) ? index : null
  return {
    ...answer,
    headers: { ...answer.headers, [CLOSED]: 'terminated', ...(seq !== null && { [SEQ]: seq }) },
  }
}
