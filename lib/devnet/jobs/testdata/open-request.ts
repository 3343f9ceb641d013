import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http'
import { connect as connectHttp2 } from 'node:http2'
import { request as httpsRequest } from 'node:https'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  /** One chunk after the other, as they come; null at the end. */
  next(): Promise<Buffer | null>
  /** All that is left. */
  text(): Promise<string>
}

/** A request whose body is written piece by piece, and whose answer is read so. */
export interface OpenRequest {
  write(piece: string | Buffer): void
  end(piece?: string | Buffer): void
  readonly answer: Promise<Answer>
  /** Whether an answer has begun. */
  hasAnswer(): boolean
  abort(): void
}

interface About {
  readonly protocol?: 'http/1.1' | 'h2'
  readonly method?: string
  readonly headers?: OutgoingHttpHeaders
}

/** On a connection of its own, the certificate unverified. */
export const openRequest = (url: string, about: About = {}): OpenRequest =>
  about.protocol === 'h2' ? overHttp2(url, about) : overHttp1(url, about)

function overHttp1(url: string, { method = 'GET', headers = {} }: About): OpenRequest {
  const { port, pathname, hostname, search } = new URL(url)
  let has = false
  const outgoing = httpsRequest({
    host: '127.0.0.1',
    servername: hostname,
    port,
    path: `${pathname}${search}`,
    method,
    headers: { host: `${hostname}:${port}`, ...headers },
    rejectUnauthorized: false,
    agent: false,
  })
  const answer = new Promise<Answer>((resolve, reject) => {
    outgoing.on('error', reject).on('response', (response) => {
      has = true
      resolve(answerOf(response.statusCode ?? 0, response.headers, response[Symbol.asyncIterator]()))
    })
  })
  answer.catch(() => undefined)
  // Those of a body that is still to come would wait for it.
  if (method === 'POST') outgoing.flushHeaders()
  return {
    write: (piece) => outgoing.write(piece),
    end: (piece) => outgoing.end(piece),
    answer,
    hasAnswer: () => has,
    abort: () => outgoing.destroy(),
  }
}

function overHttp2(url: string, { method = 'GET', headers = {} }: About): OpenRequest {
  const { port, pathname, hostname, origin, search } = new URL(url)
  let has = false
  const session = connectHttp2(origin, {
    rejectUnauthorized: false,
    servername: hostname,
    lookup: (_, __, done) => done(null, [{ address: '127.0.0.1', family: 4 }]),
  })
  session.on('error', () => undefined)
  const stream = session.request(
    {
      ':method': method,
      ':path': `${pathname}${search}`,
      ':authority': `${hostname}:${port}`,
      ...headers,
    },
    { endStream: false },
  )
  const answer = new Promise<Answer>((resolve, reject) => {
    stream.on('error', reject).on('response', (head) => {
      has = true
      resolve(answerOf(head[':status'] ?? 0, head, stream[Symbol.asyncIterator]()))
    })
  })
  answer.catch(() => undefined)
  stream.on('close', () => session.close())
  return {
    write: (piece) => stream.write(piece),
    end: (piece) => stream.end(piece),
    answer,
    hasAnswer: () => has,
    abort: () => stream.destroy(),
  }
}

function answerOf(status: number, headers: IncomingHttpHeaders, chunks: AsyncIterator<Buffer>): Answer {
  const next = async () => {
    const { value, done } = await chunks.next()
    return done ? null : value
  }
  return {
    status,
    headers,
    next,
    text: async () => {
      let all = ''
      for (let chunk = await next(); chunk; chunk = await next()) all += chunk.toString('latin1')
      return all
    },
  }
}
