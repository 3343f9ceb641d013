import { SIMULATED_MARK } from '../grpc-stream'
import { textAnswer } from '../http-answers'
import type { HttpExchange } from '../http-exchange'
import { GoPanic } from '../jobs/job-refusal'
import type { TrickleChannel } from './trickle-channel'
import type { TrickleChannels } from './trickle-channels'
import type { TrickleSegment } from './trickle-segment'

export const TRICKLE_PATH = '/ai/trickle/'

/** While nothing has come, a publisher is told that it is waited for. */
const KEEPALIVE_MS = 10_000
/** The channel is there, that segment of it is not. */
const NO_SUCH_SEGMENT = 470

const SEQ = 'lp-trickle-seq'
const LATEST = 'lp-trickle-latest'
const CLOSED = 'lp-trickle-closed'
const RESET = 'lp-trickle-reset'
const TERMINATED = 'terminated'

/** Requests for the segments of channels, as go-livepeer's server takes them (trickle/trickle_server.go). */
export async function serveTrickle(exchange: HttpExchange, channels: TrickleChannels): Promise<void> {
  const [name = '', place, ...more] = exchange.path.slice(TRICKLE_PATH.length).split('/')
  if (name === '' || more.length > 0) return answer(exchange, 404, '404 page not found\n')
  const handlers = place === undefined ? WHOLE : ONE
  const handle = handlers[exchange.method]
  if (!handle)
    return answer(exchange, 405, 'Method Not Allowed\n', { allow: Object.keys(handlers).sort().join(', ') })
  try {
    await handle(exchange, channels, decoded(name), place ?? '')
  } catch (cause) {
    if (!(cause instanceof GoPanic)) throw cause
    exchange.cut()
  }
}

type Handler = (
  exchange: HttpExchange,
  channels: TrickleChannels,
  name: string,
  place: string,
) => Promise<void> | void

const WHOLE: Readonly<Record<string, Handler>> = {
  // Nobody outside may create one: this only says whether it is there.
  POST: (exchange, channels, name) =>
    channels.find(name) ? answer(exchange, 200, '') : answer(exchange, 404, NO_STREAM),
  DELETE: (exchange, channels, name) =>
    channels.close(name) ? answer(exchange, 200, '') : answer(exchange, 400, 'Invalid stream\n'),
}

const ONE: Readonly<Record<string, Handler>> = {
  GET: (exchange, channels, name, place) => {
    const channel = channels.findForReading(name)
    if (!channel) return answer(exchange, 404, NO_STREAM)
    if (place === 'next') return sayNext(exchange, channel)
    const index = indexOf(place)
    return index === null ? answer(exchange, 400, NO_INDEX) : read(exchange, channel, index)
  },
  POST: (exchange, channels, name, place) => {
    const channel = channels.find(name)
    if (!channel) return answer(exchange, 404, NO_STREAM, closing(exchange))
    const index = indexOf(place)
    return index === null ? answer(exchange, 400, NO_INDEX) : publish(exchange, channel, index)
  },
  DELETE: (exchange, channels, name, place) => {
    const channel = channels.find(name)
    if (!channel) return answer(exchange, 404, NO_STREAM)
    const index = indexOf(place)
    if (index === null) return answer(exchange, 400, NO_INDEX)
    const segment = channel.find(index)
    if (!segment) return answer(exchange, 400, 'Nonexistent segment\n')
    segment.close()
    answer(exchange, 200, '')
  },
}

const NO_STREAM = 'Stream not found\n'
const NO_INDEX = 'Invalid idx\n'

async function publish(exchange: HttpExchange, channel: TrickleChannel, index: number): Promise<void> {
  const segment = channel.forWrite(index)
  if (exchange.headers[RESET]) channel.closeBefore(segment.index)
  const chunks = exchange.body[Symbol.asyncIterator]()
  let hasBegun = false
  for (;;) {
    // Null: whoever sends it has gone.
    const coming = chunks.next().catch(() => null)
    const next = hasBegun ? await coming : await beforeFirst(exchange, segment, coming)
    // Whoever breaks off may come again: readers go on waiting.
    if (next === null) return answer(exchange, 500, 'Server error\n')
    if (next === 'closed' || next.done) break
    if (next.value.length === 0) continue
    hasBegun = true
    if (!channel.write(segment, next.value)) return exchange.cut()
  }
  if (!hasBegun) channel.advance(segment)
  segment.close()
  answer(exchange, 200, '', {
    [SEQ]: String(segment.index),
    ...(!hasBegun && { ...closing(exchange), ...terminated(channel) }),
  })
}

/** The first chunk of a publisher that has come early, or nothing, when its segment is closed before. */
async function beforeFirst<T>(exchange: HttpExchange, segment: TrickleSegment, next: Promise<T>) {
  const keepalive = setInterval(() => exchange.sayContinue(), KEEPALIVE_MS)
  const closed = new Promise<'closed'>((resolve) => {
    const done = () => resolve('closed')
    if (segment.isClosed) done()
    else segment.closed.addEventListener('abort', done, { once: true })
  })
  try {
    return await Promise.race([next, closed])
  } finally {
    clearInterval(keepalive)
  }
}

async function read(exchange: HttpExchange, channel: TrickleChannel, asked: number): Promise<void> {
  const latest = channel.nextIndex
  const segment = channel.forRead(asked)
  if (!segment) {
    const headers = { [LATEST]: String(latest), [SEQ]: String(asked), ...terminated(channel) }
    return answer(exchange, channel.isClosed ? 200 : NO_SUCH_SEGMENT, 'Entry not found', headers)
  }
  let hasBegun = false
  for await (const chunk of segment.read(exchange.over)) {
    if (!hasBegun)
      exchange.respond(200, {
        [SEQ]: String(segment.index),
        ...(segment.index !== latest && { [LATEST]: String(latest) }),
        'content-type': channel.contentType,
        ...SIMULATED_MARK,
      })
    hasBegun = true
    await exchange.write(chunk)
  }
  if (hasBegun) return exchange.end()
  answer(exchange, 200, '', {
    [SEQ]: String(segment.index),
    [LATEST]: String(channel.nextIndex),
    ...terminated(channel),
  })
}

function sayNext(exchange: HttpExchange, channel: TrickleChannel): void {
  const next = String(channel.nextIndex)
  answer(exchange, 200, next, { [LATEST]: next, ...terminated(channel) })
}

const terminated = ({ isClosed }: TrickleChannel): Record<string, string> =>
  isClosed ? { [CLOSED]: TERMINATED } : {}

/** HTTP/2 knows no such header. */
const closing = ({ protocol }: HttpExchange): Record<string, string> =>
  protocol === 'http/1.1' ? { connection: 'close' } : {}

function answer(
  exchange: HttpExchange,
  status: number,
  body: string,
  about: Readonly<Record<string, string>> = {},
): void {
  const { headers } = textAnswer(status, body)
  exchange.respond(status, { ...headers, ...about })
  exchange.end(body)
}

/** As strconv.Atoi reads it. */
function indexOf(text: string): number | null {
  const index = /^[+-]?\d{1,15}$/.test(text) ? Number(text) : null
  return index === 0 ? 0 : index
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}
