import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError } from '@/lib/domain/app-error'
import type { Answer, ClientPresence, ReadRequest } from './answer'
import { createKept } from './create-kept'
import { finishAnswer } from './finish-answer'
import { problem } from './problem'
import { readBody } from './read-body'
import { PLAIN_GET, refuseTunnel, refuseUnreadable } from './refuse-unreadable'
import { serveUpgrades, type UpgradeDoor } from './upgrade-socket'

export interface LeanDoorOptions {
  readonly port: number
  readonly host?: string
  /** Who answers requests for WebSockets; left out: they are answered as all others. */
  readonly upgrade?: UpgradeDoor['upgrade']
}

/** The table of lib/api/endpoints.ts; it never rejects. */
type Table = (request: ReadRequest) => Answer | Promise<Answer>

/**
 * The second door: the same answers as the dashboard's origin at a plain server's speed, since Next spends about
 * 0.35 ms on every request and takes lengths and encodings off its answers.
 * Resolves when it listens; port 0 lets the system choose. Rejects with AppError `port-taken`.
 */
export function openLeanDoor(answer: Table, { port, host, upgrade }: LeanDoorOptions): Promise<Server> {
  const answering = new WeakSet<Duplex>()
  const handle = (request: IncomingMessage, response: ServerResponse) =>
    respond(request, response, { answer, answering })
  // A host that is missing is told in our own words; an expectation that nobody knows may be ignored (RFC 9110 §10.1.1).
  const server = createServer({ requireHostHeader: false }, handle)
  server.on('checkExpectation', handle)
  server.on('clientError', (error, socket) =>
    refuseUnreadable(error, socket, { isAnswering: answering.has(socket) }),
  )
  server.on('connect', refuseTunnel)
  if (upgrade)
    serveUpgrades(server, {
      upgrade,
      read: (request, response) => {
        const asked = toReadRequest(request, response)
        return typeof asked === 'string' ? null : asked
      },
    })
  server.requestTimeout = 30_000
  return new Promise((resolve, reject) => {
    server.once('error', (cause) =>
      reject(
        new AppError(
          'port-taken',
          `The gateway door cannot listen on port ${port}${host === undefined ? '' : ` of ${host}`} (${cause.message}); GATEWAY_PORT chooses another one, 0 closes it${host === undefined ? '' : '; GATEWAY_HOST says at which address'}.`,
          { cause },
        ),
      ),
    )
    server.listen(port, host, () => resolve(server))
  })
}

/** Without a break where the answer is there at once: a turn of the event loop is dear at this speed. */
function respond(
  request: IncomingMessage,
  response: ServerResponse,
  { answer, answering }: { answer: Table; answering: WeakSet<Duplex> },
): void {
  // A body that is not read to its end parts the request from it.
  const { socket } = request
  const asked = toReadRequest(request, response)
  const send = (reply: Answer, to: ReadRequest): void => {
    const { status, headers, bytes, stream } = finishAnswer(reply, to, { canEncode: true })
    // What nobody read of a body is let through.
    request.resume()
    // Its connection ends with a stream: at the end of the process nobody waits for it to become idle.
    if (stream) response.shouldKeepAlive = false
    answering.add(socket)
    response.once('close', () => answering.delete(socket))
    response.writeHead(status, headers)
    if (stream) void pump(stream, response)
    else response.end(bytes ?? undefined)
  }
  if (typeof asked === 'string') {
    send(problem('bad-request', asked), PLAIN_GET)
    return
  }
  const reply = answer(asked)
  if (reply instanceof Promise) void reply.then((made) => send(made, asked))
  else send(reply, asked)
}

/** As fast as the client takes it, until it ends or the client has gone. */
async function pump(stream: ReadableStream<Uint8Array>, response: ServerResponse): Promise<void> {
  const reader = stream.getReader()
  const forget = () => reader.cancel().catch(() => {}) // Nobody is left to tell.
  // The client may have gone while the answer was made.
  if (response.closed) return void forget()
  response.once('close', forget)
  // A source that gives up ends the connection also while the client takes nothing.
  reader.closed.catch(() => response.destroy())
  response.flushHeaders()
  try {
    // A cancelled stream is done.
    for (let next = await reader.read(); !next.done; next = await reader.read())
      if (!response.write(next.value) && !response.closed) await drained(response)
    response.end()
  } catch {
    // Its source failed and has said so; a cut connection is how the client learns of it.
    response.destroy()
  }
}

const drained = (response: ServerResponse): Promise<void> =>
  new Promise((resolve) => {
    const go = () => {
      response.off('drain', go).off('close', go)
      resolve()
    }
    response.on('drain', go).on('close', go)
  })

const BASE = 'http://localhost'

/** Targets that are asked for again and again; nobody changes what is read of one. */
const targets = createKept<URL | null>(256, { sizeOf: (url) => url?.href.length ?? 0, maxSize: 256 * 1_024 })

const targetOf = (text: string): URL | null =>
  targets(text, () =>
    text.startsWith('/') && URL.canParse(`${BASE}${text}`) ? new URL(`${BASE}${text}`) : null,
  )

/** Or why it is none, in one sentence. */
function toReadRequest(request: IncomingMessage, response: ServerResponse): ReadRequest | string {
  const { method = 'GET', url = '/', headers, httpVersion } = request
  if (headers.host === undefined && httpVersion !== '1.0') return 'The request has no host header.'
  const target = targetOf(url)
  if (target === null) return 'The request target is not a path, such as /api/v1/offerings.'
  return {
    method,
    url: target,
    header: (name) => {
      const value = headers[name]
      return Array.isArray(value) ? value.join(', ') : (value ?? null)
    },
    headers: () => headerLines(headers),
    // Known to the connection after the first look.
    peer: request.socket.remoteAddress ?? null,
    readBody: (maxBytes) => readBody(bodyOf(request), maxBytes),
    openBody: () => bodyOf(request),
    client: new HttpClient(response),
  }
}

function* headerLines(headers: IncomingHttpHeaders): Generator<readonly [string, string]> {
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) yield [name, Array.isArray(value) ? value.join(', ') : value]
}

/** Whoever stops reading does not cut the connection, on which the client is to learn why. */
const bodyOf = (request: IncomingMessage): AsyncIterable<Uint8Array> =>
  request.iterator({ destroyOnReturn: false })

/** There until its connection closes before it has the whole answer. */
class HttpClient implements ClientPresence {
  constructor(private readonly response: ServerResponse) {}

  get isGone(): boolean {
    return this.response.destroyed && !this.response.writableFinished
  }

  onGone(listener: () => void): () => void {
    const { response } = this
    const tell = () => {
      if (!response.writableFinished) listener()
    }
    if (response.destroyed) tell()
    else response.once('close', tell)
    return () => response.off('close', tell)
  }
}
