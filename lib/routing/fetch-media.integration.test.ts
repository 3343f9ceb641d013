import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { fetchMedia } from './fetch-media'
import { type JobPlace, JobPlaces } from './upstream/job-place'
import { UpstreamPools } from './upstream/upstream-pools'

/** Whatever URL an orchestrator names, nothing but a file of a place that may be dialled comes of it. */
const LIMITS = { firstByteMs: 300, totalMs: 1_000, maxBytes: 1_000 }
const ends: (() => unknown)[] = []
afterEach(() => {
  for (const end of ends.splice(0)) end()
})

const listening = (server: Server): Promise<number> => {
  ends.push(() => {
    server.closeAllConnections()
    server.close()
  })
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve((server.address() as AddressInfo).port)),
  )
}

/** What is at the only place that may be dialled, `node.example`, and how to fetch from there. */
async function standing(listener: RequestListener, basePath = '') {
  const port = await listening(createServer(listener))
  const pools = new UpstreamPools({ connectMs: 1_000 })
  ends.push(() => pools.close())
  const policy = createDialPolicy({ hosts: ['node.example'] })
  const lookup = async () => [{ address: '127.0.0.1', family: 4 }]
  const deps = {
    places: new JobPlaces({ lookup, policy, now: Date.now }),
    pools,
    monotonicMs: () => performance.now(),
  }
  const from: JobPlace = {
    origin: `http://node.example:${port}`,
    host: 'node.example',
    port,
    isTls: false,
    basePath,
    address: '127.0.0.1',
  }
  return { port, get: (url: string) => fetchMedia(url, from, LIMITS, deps) }
}

test('a file is fetched, by its whole URL, by its path, or beside whoever made it', async () => {
  const seen: unknown[] = []
  const { port, get } = await standing((request, response) => {
    seen.push(request.url)
    response.end('bytes')
  }, '/base')
  for (const url of [
    `http://node.example:${port}/a?b=c`,
    '/stream/x.png',
    'x.png',
    `//node.example:${port}/y`,
  ])
    expect(await get(url)).toEqual({ ok: true, bytes: Buffer.from('bytes') })
  expect(seen).toEqual(['/a?b=c', '/stream/x.png', '/base/x.png', '/y'])
})

describe('places that nobody may name', () => {
  test.each([
    'http://127.0.0.1/',
    'http://127.1/',
    'http://2130706433/',
    'http://[::1]/',
    'http://[::ffff:127.0.0.1]/',
    'http://10.0.0.1/',
    'http://192.168.1.1:8080/',
    'http://169.254.169.254/latest/meta-data/',
    'http://localhost/',
    'https://inner.example/',
    'http://user:password@node.example/',
    'ftp://node.example/',
    'file:///etc/passwd',
    'blob:http://node.example/x',
    'javascript:alert(1)',
    'http://',
  ])('%s', async (url) => {
    let asked = 0
    const { get } = await standing(() => {
      asked += 1
    })
    expect(await get(url)).toMatchObject({ ok: false, detail: expect.stringMatching(/^a result/) })
    expect(asked).toBe(0)
  })
})

test('redirects are not followed', async () => {
  let inner = 0
  const port = await listening(createServer((_, response) => response.end(String(++inner))))
  for (const status of [301, 302, 307, 308]) {
    const { get } = await standing((_, response) =>
      response.writeHead(status, { location: `http://node.example:${port}/` }).end('moved'),
    )
    expect(await get('/x')).toEqual({
      ok: false,
      detail: `a result cannot be fetched: ${status} instead of 200`,
    })
  }
  expect(inner).toBe(0)
})

describe('what is no file', () => {
  test.each<[string, RequestListener, RegExp]>([
    ['an error', (_, response) => response.writeHead(404).end(), /404 instead of 200/],
    ['too much of it', (_, response) => response.end(Buffer.alloc(1_001)), /exceeds 1000 bytes/],
    [
      'one without end',
      (_, response) => void setInterval(() => response.write('x'.repeat(100)), 5).unref(),
      /exceeds/,
    ],
    ['silence', () => undefined, /no answer within/],
    ['a cut', (_, response) => void response.write('x', () => response.destroy()), /cannot be fetched/],
  ])('%s', async (_, listener, detail) => {
    const { get } = await standing(listener)
    expect(await get('/x')).toMatchObject({ ok: false, detail: expect.stringMatching(detail) })
  })
})

describe('what is within the answer', () => {
  const get = async (url: string) => (await standing(() => undefined)).get(url)
  test('is read', async () => {
    const bytes = Buffer.from('bytes ☃')
    expect(await get(`data:image/png;base64,${bytes.toString('base64')}`)).toEqual({ ok: true, bytes })
    expect(await get('data:;BASE64,')).toEqual({ ok: true, bytes: Buffer.alloc(0) })
  })
  test.each([
    ['data:image/png,bytes', /without base64/],
    ['data:', /without base64/],
    [`data:image/png;base64,${Buffer.alloc(1_001).toString('base64')}`, /more than 1000 bytes/],
  ])('%s is not', async (url, detail) => {
    expect(await get(url)).toMatchObject({ ok: false, detail: expect.stringMatching(detail) })
  })
})
