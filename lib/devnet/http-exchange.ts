import type { IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http'
import type { IncomingHttpHeaders as Http2Headers, ServerHttp2Stream } from 'node:http2'

/** One request and its answer, over HTTP/1.1 or HTTP/2 alike. */
export interface HttpExchange {
  readonly protocol: 'http/1.1' | 'h2'
  readonly method: string
  /** Without the query. */
  readonly path: string
  /** With its question mark; empty: none. */
  readonly query: string
  readonly headers: IncomingHttpHeaders
  readonly body: AsyncIterable<Buffer>
  /** Aborted when the connection or the stream is over, also after a good end. */
  readonly over: AbortSignal
  respond(status: number, headers: OutgoingHttpHeaders): void
  /** An answer before the answer: go on, you are waited for. */
  sayContinue(): void
  /** Resolves when there is room for more, or nobody there any more. */
  write(chunk: Uint8Array | string): Promise<void>
  end(chunk?: Uint8Array | string): void
  /** Ends in the middle of what was announced, in good manners as to TCP. */
  breakOff(): void
  /** Ends the TCP connection by RST. */
  cut(): void
}

export function exchangeOfRequest(
  request: IncomingMessage,
  response: ServerResponse,
  cut: () => void,
): HttpExchange {
  const over = new AbortController()
  response.once('close', () => over.abort())
  response.on('error', () => undefined)
  request.on('error', () => undefined)
  return {
    protocol: 'http/1.1',
    method: request.method ?? '',
    path: pathOf(request.url),
    query: queryOf(request.url),
    headers: request.headers,
    body: request,
    over: over.signal,
    respond: (status, headers) => {
      response.writeHead(status, headers)
      // Node would keep them until there is something to go with them.
      response.flushHeaders()
    },
    sayContinue: () => {
      if (!response.headersSent) response.writeContinue()
    },
    write: (chunk) => written(response, over.signal, chunk),
    end: (chunk) => response.end(chunk),
    breakOff: () => response.socket?.end(),
    cut,
  }
}

export function exchangeOfStream(
  stream: ServerHttp2Stream,
  headers: Http2Headers,
  cut: () => void,
): HttpExchange {
  const over = new AbortController()
  stream.once('close', () => over.abort())
  const isOpen = () => !stream.destroyed && !stream.closed
  return {
    protocol: 'h2',
    method: headers[':method'] ?? '',
    path: pathOf(headers[':path']),
    query: queryOf(headers[':path']),
    headers,
    body: stream,
    over: over.signal,
    respond: (status, out) => {
      if (isOpen()) stream.respond({ ':status': status, ...out })
    },
    sayContinue: () => {
      if (isOpen() && !stream.headersSent) stream.additionalHeaders({ ':status': 100 })
    },
    write: (chunk) => (isOpen() ? written(stream, over.signal, chunk) : Promise.resolve()),
    end: (chunk) => {
      if (isOpen()) stream.end(chunk)
    },
    breakOff: () => {
      if (isOpen()) stream.end()
    },
    cut,
  }
}

const pathOf = (url = '/'): string => url.split('?')[0] ?? '/'
const queryOf = (url = '/'): string => url.slice(pathOf(url).length)

interface Writable {
  write(chunk: Uint8Array | string): boolean
  once(event: 'drain', listener: () => void): unknown
  off(event: 'drain', listener: () => void): unknown
}

function written(to: Writable, over: AbortSignal, chunk: Uint8Array | string): Promise<void> {
  if (over.aborted || to.write(chunk)) return Promise.resolve()
  return new Promise((resolve) => {
    const done = () => {
      to.off('drain', done)
      over.removeEventListener('abort', done)
      resolve()
    }
    to.once('drain', done)
    over.addEventListener('abort', done, { once: true })
  })
}
