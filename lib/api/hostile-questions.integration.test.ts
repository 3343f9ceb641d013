import { mkdtempSync, rmSync } from 'node:fs'
import type { Server } from 'node:http'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { z } from 'zod'
import { PolicyBook } from '@/lib/policies/policy-book'
import { answerRequest } from './endpoints'
import { openLeanDoor } from './lean-door'
import type { ProblemKind } from './problem-types'
import { StreamServer } from './stream/testdata/stream-server'
import type { Reply } from './testdata/asking'
import { expectWellFormed } from './testdata/expect-well-formed'

/** What no HTTP client would send, as bytes over a real door. */
const KEY = 'a key for tests alone'
let folder: string
let server: StreamServer
let door: Server
let port: number

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'offerings-hostile-'))
  server = await StreamServer.start(join(folder, 'offerings.db'))
  await server.write(1_000, [])
  const policies = new PolicyBook({ store: server.store, now: () => 1_000 })
  door = await openLeanDoor(
    (request) => answerRequest(request, { ...server.deps, policies, operatorKey: KEY }),
    { port: 0, host: '127.0.0.1' },
  )
  port = z.object({ port: z.number() }).parse(door.address()).port
})
afterAll(async () => {
  await server.stop()
  door.close()
  rmSync(folder, { recursive: true })
})

/** Everything that comes back until the door ends the connection. A client that breaks off sends nothing more. */
function exchange(bytes: string | Buffer, { breaksOff = false } = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    socket.setEncoding('latin1')
    socket.on('data', (text) => {
      received += text
    })
    // A door that ends a connection early may reset it; what came before that counts.
    socket.on('error', (error) => (received === '' ? reject(error) : resolve(received)))
    socket.on('end', () => {
      socket.end()
      resolve(received)
    })
    socket.write(bytes)
    if (breaksOff) socket.end()
  })
}

function parseReply(text: string): Reply {
  const [head = '', ...rest] = text.split('\r\n\r\n')
  const [start = '', ...lines] = head.split('\r\n')
  const headers = Object.fromEntries(
    lines.map((line) => [
      line.slice(0, line.indexOf(':')).toLowerCase(),
      line.slice(line.indexOf(':') + 1).trim(),
    ]),
  )
  return { status: Number(start.split(' ')[1]), headers, text: rest.join('\r\n\r\n') }
}

const END = '\r\nHost: x\r\nConnection: close\r\n\r\n'
const get = (target: string) => `GET ${target} HTTP/1.1${END}`
const putting = (headers: string, body: string) =>
  `PUT /api/v1/policies/a HTTP/1.1\r\nAuthorization: Bearer ${KEY}\r\n${headers}${END}${body}`
const x = (count: number) => 'x'.repeat(count)

const REFUSED: readonly (readonly [what: string, bytes: string | Buffer, kind: ProblemKind, says: string])[] =
  [
    ['two slashes before a path', get('//x'), 'not-found', '//x'],
    ['a host in the path', get('//evil.example/healthz'), 'not-found', '//evil.example/healthz'],
    [
      'a whole URL, as to a proxy',
      get('http://evil.example/healthz'),
      'bad-request',
      'not a path, such as /api',
    ],
    ['a URL of another scheme', get('file:///etc/passwd'), 'bad-request', ''],
    ['an asterisk', `OPTIONS * HTTP/1.1${END}`, 'bad-request', 'not a path'],
    ['a query without a path', get('?state=warm'), 'bad-request', ''],
    ['a target without a slash', get('healthz'), 'bad-request', ''],
    ['no target', `GET HTTP/1.1${END}`, 'bad-request', ''],
    ['a target with a space', get('/a b'), 'bad-request', ''],
    ['a target with a NUL', get('/a\0b'), 'bad-request', ''],
    ['a target with a line end', get('/a\nb'), 'bad-request', ''],
    ['bytes that are not encoded', Buffer.from(get('/api/v1/offerings?q=é')), 'bad-request', ''],
    ['a target of 70 kB', get(`/api/v1/offerings?q=${x(70_000)}`), 'request-too-long', '16 KiB'],
    ['10,000 parameters', get(`/api/v1/offerings?${'a=1&'.repeat(10_000)}`), 'request-too-long', '16 KiB'],
    ['headers of 70 kB', `GET /healthz HTTP/1.1\r\nX-A: ${x(70_000)}${END}`, 'request-too-long', '16 KiB'],
    ['a method that nobody knows', `BREW /healthz HTTP/1.1${END}`, 'bad-request', 'HTTP/1.1'],
    ['a method in lower case', `get /healthz HTTP/1.1${END}`, 'bad-request', ''],
    [
      'a method of WebDAV',
      `PROPFIND /api/v1/offerings HTTP/1.1${END}`,
      'method-not-allowed',
      'GET, HEAD, OPTIONS',
    ],
    ['a tunnel', `CONNECT evil.example:443 HTTP/1.1${END}`, 'bad-request', 'no proxy'],
    ['no host', 'GET /healthz HTTP/1.1\r\nConnection: close\r\n\r\n', 'bad-request', 'no host header'],
    ['HTTP/2 without an agreement', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n', 'bad-request', 'HTTP/1.1'],
    ['HTTP/9', `GET /healthz HTTP/9.9${END}`, 'bad-request', ''],
    ['a handshake of TLS', Buffer.from('16030100a5010000a10303', 'hex'), 'bad-request', ''],
    ['what is no HTTP at all', 'EHLO evil.example\r\n', 'bad-request', ''],
    ['a header without a colon', `GET /healthz HTTP/1.1\r\nnonsense${END}`, 'bad-request', ''],
    ['a header with a NUL', `GET /healthz HTTP/1.1\r\nX-A: a\0b${END}`, 'bad-request', ''],
    ['a header before its line', `GET /healthz HTTP/1.1\r\n X-A: b${END}`, 'bad-request', ''],
    ['two lengths', putting('Content-Length: 1\r\nContent-Length: 2', 'ab'), 'bad-request', ''],
    [
      'a length and chunks, as smugglers send',
      putting('Content-Length: 1\r\nTransfer-Encoding: chunked', '0\r\n\r\n'),
      'bad-request',
      '',
    ],
    ['a length that is none', putting('Content-Length: -1', ''), 'bad-request', ''],
    ['a length of sixty digits', putting(`Content-Length: ${'9'.repeat(60)}`, ''), 'bad-request', ''],
    ['chunks that are none', putting('Transfer-Encoding: chunked', 'zz\r\nab\r\n'), 'bad-request', ''],
    ['a body too large', putting('Content-Length: 70000', x(70_000)), 'body-too-large', '65536 bytes'],
    [
      'a body far too large',
      putting('Content-Length: 3000000', x(3_000_000)),
      'body-too-large',
      '65536 bytes',
    ],
    [
      'a body too large in chunks',
      putting('Transfer-Encoding: chunked', `11170\r\n${x(70_000)}\r\n0\r\n\r\n`),
      'body-too-large',
      '65536',
    ],
    [
      'a body that is no UTF-8',
      Buffer.concat([
        Buffer.from(putting('Content-Length: 31', '{"filters":{},"description":"')),
        Buffer.from([0xff, 0x22]),
      ]),
      'bad-body',
      'not valid UTF-8',
    ],
    [
      'a body in UTF-16',
      Buffer.concat([
        Buffer.from(putting('Content-Length: 26', '')),
        Buffer.from('{"filters":{}', 'utf16le'),
      ]),
      'bad-body',
      '',
    ],
    [
      'a name with a line end',
      `PUT /api/v1/policies/a%0D%0ASet-Cookie:b HTTP/1.1\r\nAuthorization: Bearer ${KEY}${END}`,
      'bad-parameters',
      'a-z, 0-9 and -',
    ],
    [
      'an id of an event that is none, where a program wrote it',
      get('/api/v1/stream?last_event_id=x'),
      'bad-parameters',
      'is not the id of an event',
    ],
  ]

const ACCEPTED: readonly (readonly [why: string, bytes: string])[] = [
  ['HTTP/1.0 knows no hosts', 'GET /healthz HTTP/1.0\r\n\r\n'],
  ['an expectation that nobody knows may be ignored', `GET /healthz HTTP/1.1\r\nExpect: magic${END}`],
  ['an upgrade that nobody offers may be ignored', `GET /healthz HTTP/1.1\r\nUpgrade: websocket${END}`],
  ['a fragment is the client’s own', get('/healthz#x')],
  ['dots lead where they lead', get('/api/v1/x/../status')],
  ['encoded dots too', get('/api/v1/%2e%2e/v1/status')],
  [
    'a body where none is expected is let through',
    `GET /healthz HTTP/1.1\r\nContent-Length: 70000${END}${x(70_000)}`,
  ],
  [
    'a byte order mark before JSON is none of its text',
    putting('Content-Length: 17', '\uFEFF{"filters":{}}'),
  ],
]

afterAll(() => expect(server.errors).toEqual([]))

test.each(REFUSED)('%s', async (_, bytes, kind, says) => {
  const reply = parseReply(await exchange(bytes))
  const refusal = expectWellFormed(reply)
  expect(refusal?.kind).toBe(kind)
  expect(refusal?.text).toContain(says)
  expect(Number(reply.headers['content-length'])).toBe(Buffer.byteLength(reply.text, 'latin1'))
  expect(reply.headers['set-cookie']).toBeUndefined()
})

test.each(ACCEPTED)('%s', async (_, bytes) => {
  const reply = parseReply(await exchange(bytes))
  expect(expectWellFormed(reply)).toBeNull()
  expect(reply.status).toBeLessThan(300)
})

test('a client that goes in the middle of its body is no error of ours', async () => {
  for (const headers of ['Content-Length: 100', 'Transfer-Encoding: chunked']) {
    const reply = parseReply(await exchange(putting(headers, '5\r\nab'), { breaksOff: true }))
    expect(expectWellFormed(reply)?.kind).toBe('bad-request')
  }
  expect(server.errors).toEqual([])
})

test('a client that goes in the middle of its headers leaves nothing behind', async () => {
  for (const bytes of ['G', 'GET /healthz', 'GET /healthz HTTP/1.1\r\nHost: x'])
    expect(expectWellFormed(parseReply(await exchange(bytes, { breaksOff: true })))?.kind).toBe('bad-request')
})

test('nonsense behind an answer is answered by itself', async () => {
  const received = await conversation('GET /api/v1/status HTTP/1.1\r\nHost: x\r\n\r\n', {
    until: '"version":"test"}',
    next: 'nonsense\r\n\r\n',
  })
  const replies = received.split(/(?=HTTP\/1\.1 \d)/).map(parseReply)
  expect(replies.map(({ status }) => status)).toEqual([200, 400])
  expect(JSON.parse(replies[0]?.text ?? '')).toMatchObject({ version: 'test' })
  expect(replies[1] && expectWellFormed(replies[1])?.kind).toBe('bad-request')
})

test('nonsense behind the question for a stream ends it, without a word of ours among its events', async () => {
  const received = await conversation('GET /api/v1/stream HTTP/1.1\r\nHost: x\r\n\r\n', {
    until: 'event: hello\n',
    next: 'nonsense\r\n\r\n',
  })
  expect(received.split('HTTP/1.1 ')).toHaveLength(2)
  expect(received).not.toContain('problems#')
})

/** Says one thing, and when enough has come back another one; resolves with everything when the door ends it. */
function conversation(bytes: string, { until, next }: { until: string; next: string }): Promise<string> {
  return new Promise((resolve) => {
    let received = ''
    const socket = connect({ port, host: '127.0.0.1' })
    socket.setEncoding('latin1')
    socket.on('data', (text) => {
      const hadEnough = received.includes(until)
      received += text
      if (!hadEnough && received.includes(until)) socket.write(next)
    })
    socket.on('error', () => {}) // The door may reset what it ends.
    socket.on('close', () => resolve(received))
    socket.write(bytes)
  })
}

describe('Last-Event-ID', () => {
  // Browsers send back whatever they got, and cannot mend it.
  test.each(['x', '-1', '1e5', '0', '9'.repeat(60), '__proto__', '\u00ff', '1, 2', x(8_000)])(
    '%s, which was never the id of an event, begins anew',
    async (id) => {
      const request = `GET /api/v1/stream HTTP/1.1\r\nLast-Event-ID: ${id}${END}`
      const received = await firstEvent(Buffer.from(request, 'latin1'))
      expect(received).toContain('\r\ncontent-type: text/event-stream\r\n')
      expect(received).toContain('event: reset\n')
    },
  )

  /** All until the first event is there. */
  function firstEvent(bytes: Buffer): Promise<string> {
    return new Promise((resolve, reject) => {
      let received = ''
      const socket = connect({ port, host: '127.0.0.1' })
      socket.setEncoding('utf8')
      socket.on('data', (text) => {
        received += text
        if (!/^data: .*\n\n/m.test(received)) return
        socket.destroy()
        resolve(received)
      })
      socket.on('error', reject)
      socket.on('close', () => reject(new Error(`no event came: ${received}`)))
      socket.write(bytes)
    })
  }
})

test('after all of that the door answers as before', async () => {
  expect(parseReply(await exchange(get('/healthz'))).status).toBe(200)
})
