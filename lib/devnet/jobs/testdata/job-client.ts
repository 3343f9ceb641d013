import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { request as httpsRequest } from 'node:https'

/** What came of one request, as a plain client sees it. */
export interface Reply {
  /** Null: no answer began. */
  readonly status: number | null
  readonly headers: IncomingHttpHeaders
  readonly chunks: readonly Buffer[]
  readonly body: Buffer
  readonly text: string
  /** Code of what went wrong; null when the answer came to its end. */
  readonly error: string | null
}

export interface Post {
  readonly protocol?: 'http/1.1' | 'h2'
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
  readonly body?: string | Buffer
  /** Given up when this is true of what has come. */
  readonly isEnough?: (bytes: number) => boolean
  readonly signal?: AbortSignal
}

/** On a connection of its own, the certificate unverified, as a gateway does. */
export const post = (url: string, options: Post = {}): Promise<Reply> =>
  options.protocol === 'h2' ? postHttp2(url, options) : postHttp1(url, options)

function postHttp1(
  url: string,
  { method = 'POST', headers = {}, body, isEnough, signal }: Post,
): Promise<Reply> {
  const { port, pathname, hostname } = new URL(url)
  return new Promise((resolve) => {
    const chunks: Buffer[] = []
    let status: number | null = null
    let received: IncomingHttpHeaders = {}
    const finish = (error: string | null) => resolve(replyOf(status, received, chunks, error))
    const outgoing = httpsRequest(
      {
        host: '127.0.0.1',
        servername: hostname,
        port,
        path: pathname,
        method,
        headers: { host: `${hostname}:${port}`, ...headers },
        rejectUnauthorized: false,
        agent: false,
        ...(signal && { signal }),
      },
      (response) => {
        status = response.statusCode ?? null
        received = response.headers
        response
          .on('data', (chunk: Buffer) => {
            chunks.push(chunk)
            if (isEnough?.(sizeOf(chunks))) {
              finish('ENOUGH')
              outgoing.destroy()
            }
          })
          .on('end', () => finish(null))
          .on('error', (error) => finish(codeOf(error)))
      },
    )
    outgoing.on('error', (error) => finish(codeOf(error)))
    outgoing.end(body)
  })
}

function postHttp2(
  url: string,
  { method = 'POST', headers = {}, body, isEnough, signal }: Post,
): Promise<Reply> {
  const { port, pathname, hostname, origin } = new URL(url)
  return new Promise((resolve) => {
    const session = connectHttp2(origin, {
      rejectUnauthorized: false,
      servername: hostname,
      lookup: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
    })
    const chunks: Buffer[] = []
    let received: IncomingHttpHeaders & { ':status'?: number | undefined } = {}
    const finish = (error: string | null) => {
      resolve(replyOf(received[':status'] ?? null, received, chunks, error))
      session.destroy()
    }
    session.on('error', (error) => finish(codeOf(error)))
    session.on('close', () => finish('CLOSED'))
    const stream = session.request(
      { ':method': method, ':path': pathname, ':authority': `${hostname}:${port}`, ...headers },
      signal ? { signal } : {},
    )
    stream
      .on('response', (head) => {
        received = head
      })
      .on('data', (chunk: Buffer) => {
        chunks.push(chunk)
        if (isEnough?.(sizeOf(chunks))) finish('ENOUGH')
      })
      .on('end', () => finish(stream.aborted ? 'ABORTED' : null))
      .on('error', (error) => finish(codeOf(error)))
    stream.end(body)
  })
}

const sizeOf = (chunks: readonly Buffer[]): number => chunks.reduce((sum, { length }) => sum + length, 0)
const codeOf = (error: Error): string =>
  'code' in error && typeof error.code === 'string' ? error.code : error.message

function replyOf(
  status: number | null,
  headers: IncomingHttpHeaders,
  chunks: readonly Buffer[],
  error: string | null,
): Reply {
  const body = Buffer.concat(chunks)
  return { status, headers, chunks, body, text: body.toString(), error }
}

/** A form as its bytes and their content type. */
export async function form(
  fields: Readonly<Record<string, string>>,
  files: Readonly<Record<string, Uint8Array>> = {},
): Promise<{ readonly body: Buffer; readonly contentType: string }> {
  const data = new FormData()
  for (const [name, bytes] of Object.entries(files)) data.set(name, new Blob([Uint8Array.from(bytes)]), name)
  for (const [name, value] of Object.entries(fields)) data.set(name, value)
  const response = new Response(data)
  return {
    body: Buffer.from(await response.arrayBuffer()),
    contentType: response.headers.get('content-type') ?? '',
  }
}
