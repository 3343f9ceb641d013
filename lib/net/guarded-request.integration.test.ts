import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net'
import { generate } from 'selfsigned'
import { afterEach, describe, expect, test } from 'vitest'
import { createDialPolicy } from './dial-policy'
import { type GuardedRequest, guardedRequest } from './guarded-request'

const ends: (() => unknown)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

async function listening(server: Server & { closeAllConnections?: () => void }): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  ends.push(() => {
    server.closeAllConnections?.()
    server.close()
  })
  return (server.address() as AddressInfo).port
}
const http = (answer: RequestListener) => listening(createHttpServer(answer))

const { signal } = new AbortController()
const net = {
  lookup: async () => [{ address: '127.0.0.1', family: 4 }],
  policy: createDialPolicy({ cidrs: ['127.0.0.0/8'] }),
}
const ask = (url: string, about: Partial<GuardedRequest> = {}) =>
  guardedRequest(
    url,
    { timeoutMs: 5_000, maxBytes: 1_000, maxRedirects: 3, verifiesTls: true, signal, ...about },
    net,
  )

test('a request names its host and asks for JSON as it is; the answer is whole', async () => {
  const seen: unknown[] = []
  const port = await http((request, response) => {
    seen.push([request.method, request.url, request.headers])
    response.end('{"ü":1}')
  })
  const answer = await ask(`http://node.example:${port}/a/b?c=d`, { headers: { authorization: 'Bearer x' } })
  expect(answer).toMatchObject({ ok: true, status: 200, body: '{"ü":1}' })
  expect(seen).toMatchObject([
    [
      'GET',
      '/a/b?c=d',
      {
        host: `node.example:${port}`,
        accept: 'application/json',
        'accept-encoding': 'identity',
        authorization: 'Bearer x',
      },
    ],
  ])
})

test('a POST carries its body, and follows no redirect', async () => {
  const bodies: string[] = []
  const port = await http((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      bodies.push(`${request.headers['content-type']} ${Buffer.concat(chunks)}`)
      if (request.url === '/moved') response.writeHead(307, { location: '/' })
      response.end('done')
    })
  })
  const post = { method: 'POST', body: '{"ü":1}' } as const
  expect(await ask(`http://node.example:${port}/`, post)).toMatchObject({ ok: true, body: 'done' })
  expect(await ask(`http://node.example:${port}/moved`, post)).toMatchObject({
    ok: false,
    kind: 'bad-answer',
  })
  expect(bodies).toEqual(new Array(2).fill('application/json {"ü":1}'))
})

test('headers are for the place they were meant for: a redirect elsewhere goes without them', async () => {
  const seen: (string | undefined)[] = []
  const elsewhere = await http((request, response) => {
    seen.push(request.headers.authorization)
    response.end('[]')
  })
  const port = await http((request, response) => {
    seen.push(request.headers.authorization)
    const location = request.url === '/1' ? '/2' : `http://other.example:${elsewhere}/`
    response.writeHead(302, { location }).end()
  })
  const answer = await ask(`http://node.example:${port}/1`, { headers: { authorization: 'Bearer x' } })
  expect(answer).toMatchObject({ ok: true, body: '[]' })
  expect(seen).toEqual(['Bearer x', 'Bearer x', undefined])
})

describe('TLS', () => {
  const https = async (name: string) => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: name }], { keyType: 'ec' })
    return listening(
      createHttpsServer({ key, cert }, (request, response) =>
        response.end(request.url === '/down' ? '' : 'secure'),
      ),
    )
  }
  test('of orchestrators is not verified, of a configured source it is', async () => {
    const port = await https('other.example')
    const url = `https://node.example:${port}/`
    expect(await ask(url, { verifiesTls: false })).toMatchObject({ ok: true, body: 'secure' })
    expect(await ask(url)).toMatchObject({ ok: false, kind: 'tls' })
  })

  test('is never left by a redirect', async () => {
    const { private: key, cert } = await generate([{ name: 'commonName', value: 'a' }], { keyType: 'ec' })
    const port = await listening(
      createHttpsServer({ key, cert }, (_, response) =>
        response.writeHead(302, { location: 'http://node.example/' }).end(),
      ),
    )
    expect(await ask(`https://node.example:${port}/`, { verifiesTls: false })).toMatchObject({
      ok: false,
      kind: 'bad-answer',
      detail: 'it redirects from https to http',
    })
  })
})

describe('what does not come to an answer has a kind, and a detail without the URL', () => {
  test.each<[string, () => Promise<number>, Partial<GuardedRequest>, string]>([
    ['a server that hangs', () => http(() => {}), { timeoutMs: 100 }, 'timed-out'],
    [
      'an answer that drips',
      () =>
        http((_, response) => {
          response.write('[')
          const drip = setInterval(() => response.write(' '), 10)
          response.on('close', () => clearInterval(drip))
        }),
      { timeoutMs: 200 },
      'timed-out',
    ],
    ['a body over the limit', () => http((_, response) => response.end('x'.repeat(1_001))), {}, 'too-large'],
    [
      'headers without end',
      () =>
        listening(
          createTcpServer((socket) => {
            socket.on('error', () => {})
            socket.write(`HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}\r\n\r\n`)
          }),
        ),
      {},
      'bad-answer',
    ],
    [
      'something that is no HTTP',
      () => listening(createTcpServer((socket) => socket.end('220 mail ready\r\n'))),
      {},
      'bad-answer',
    ],
    [
      'a peer that closes at once',
      () => listening(createTcpServer((socket) => socket.destroy())),
      {},
      'reset',
    ],
    [
      'a body that is cut',
      () =>
        http((_, response) => {
          response.writeHead(200, { 'content-length': '100' })
          response.write('[')
          setTimeout(() => response.destroy(), 20)
        }),
      {},
      'reset',
    ],
  ])('%s', async (_name, serve, about, kind) => {
    const answer = await ask(`http://node.example:${await serve()}/s3cret?token=s3cret`, about)
    expect(answer).toMatchObject({ ok: false, kind })
    expect(JSON.stringify(answer)).not.toContain('s3cret')
  })

  test('nobody who listens', async () => {
    const server = createTcpServer()
    const port = await listening(server)
    await new Promise((resolve) => server.close(resolve))
    expect(await ask(`http://node.example:${port}/`)).toMatchObject({ ok: false, kind: 'refused' })
  })

  test('a name without an address, and a resolver that does not answer in time', async () => {
    const of = (lookup: typeof net.lookup, timeoutMs = 5_000) =>
      guardedRequest(
        'http://node.example/',
        { timeoutMs, maxBytes: 1, maxRedirects: 0, verifiesTls: true, signal },
        { ...net, lookup },
      )
    expect(await of(async () => [])).toMatchObject({ ok: false, kind: 'dns' })
    expect(await of(() => new Promise(() => {}), 50)).toMatchObject({ ok: false, kind: 'timed-out' })
  })
})

test('one that its caller gives up rejects with the reason', async () => {
  const giveUp = new AbortController()
  const port = await http(() => giveUp.abort(new Error('stopping')))
  await expect(ask(`http://node.example:${port}/`, { signal: giveUp.signal })).rejects.toThrow('stopping')
})
