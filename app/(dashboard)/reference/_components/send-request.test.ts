import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import type { ApiRequest } from './build-request'
import { type ApiAnswer, sendRequest } from './send-request'

let server: Server | null = null
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

async function serve(listener: RequestListener): Promise<string> {
  const own = createServer(listener)
  server = own
  await new Promise<void>((resolve) => own.listen(0, '127.0.0.1', resolve))
  const address = own.address()
  if (address === null || typeof address === 'string') throw new Error('no port')
  return `http://127.0.0.1:${address.port}`
}

const get: ApiRequest = { method: 'GET', target: '/x?a=1', headers: [], body: null }
const send = (
  origin: string,
  {
    request = get,
    secret = null,
    abort = new AbortController(),
    onMore = () => {},
  }: {
    request?: ApiRequest
    secret?: string | null
    abort?: AbortController
    onMore?: (answer: ApiAnswer) => void
  } = {},
) =>
  sendRequest(request, {
    origin,
    secret,
    fetch,
    now: () => performance.now(),
    signal: abort.signal,
    onMore,
  })

test('method, headers, key and body go out; status, headers and body come back', async () => {
  const seen: IncomingMessage[] = []
  const origin = await serve((request, response) => {
    seen.push(request)
    response.writeHead(418, { 'content-type': 'Application/JSON; charset=utf-8', etag: '"1"' })
    request.pipe(response)
  })
  const answer = await send(origin, {
    request: { method: 'PUT', target: '/x', headers: [['if-match', '*']], body: '{"ü":1}' },
    secret: 'the key',
  })
  expect(seen[0]?.method).toBe('PUT')
  expect(seen[0]?.headers).toMatchObject({ 'if-match': '*', authorization: 'Bearer the key' })
  expect(answer).toMatchObject({
    status: 418,
    mediaType: 'application/json',
    text: '{"ü":1}',
    sizeBytes: 8,
    end: 'complete',
  })
  expect(answer.headers).toContainEqual(['etag', '"1"'])
})

test('without a key none is sent, and an answer may have no body', async () => {
  const origin = await serve(({ headers }, response) => {
    response.writeHead(204, { 'x-authorization': String('authorization' in headers) }).end()
  })
  const answer = await send(origin)
  expect(answer).toMatchObject({ status: 204, text: '', mediaType: '', end: 'complete' })
  expect(answer.headers).toContainEqual(['x-authorization', 'false'])
})

test('an event stream is told as it comes, and ends when it is stopped', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    response.write('event: hello\ndata: {}\n\n')
  })
  const abort = new AbortController()
  const seen: ApiAnswer[] = []
  const answer = await send(origin, {
    abort,
    onMore(more) {
      seen.push(more)
      if (more.text.includes('hello')) abort.abort()
    },
  })
  expect(seen.map(({ end }) => end)).not.toContain('complete')
  expect(answer).toMatchObject({ status: 200, text: 'event: hello\ndata: {}\n\n', end: 'stopped' })
})

test('of a stream without end only the latest events are kept, whole ones', async () => {
  const event = (id: number) => `id: ${id}\ndata: ${'x'.repeat(1_000)}\n\n`
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    for (let id = 0; id < 1_000; id++) response.write(event(id))
    response.end()
  })
  const { text, sizeBytes } = await send(origin)
  expect(sizeBytes).toBeGreaterThan(1_000_000)
  expect(text.length).toBeLessThan(300_000)
  expect(text).toMatch(/^id: \d+\n/)
  expect(text.endsWith(event(999))).toBe(true)
})

test('a connection that breaks keeps what came before it', async () => {
  const origin = await serve((_, response) => {
    response.writeHead(200, { 'content-type': 'text/csv', 'content-length': '100' })
    response.write('a,b\n', () => response.destroy())
  })
  expect(await send(origin)).toMatchObject({ text: 'a,b\n', end: 'broken' })
})

test('where nobody answers it rejects', async () => {
  await expect(send('http://127.0.0.1:9')).rejects.toThrow()
  const abort = new AbortController()
  const origin = await serve(() => abort.abort())
  await expect(send(origin, { abort })).rejects.toThrow()
})
