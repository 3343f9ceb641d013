import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { PRESENT_CLIENT } from '@/lib/api/answer'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { fetchMedia } from './fetch-media'
import { JobPlaces } from './upstream/job-place'
import { UpstreamPools } from './upstream/upstream-pools'

/** Where orchestrators say that their results are. */
const LIMITS = { firstByteMs: 500, totalMs: 5_000, maxBytes: 100_000 }

let handle: (request: IncomingMessage, response: ServerResponse) => void
const asked: string[] = []
const server = createServer((request, response) => {
  asked.push(request.url ?? '')
  handle(request, response)
})
const pools = new UpstreamPools({ connectMs: 2_000 })
let origin: string
beforeAll(async () => {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
beforeEach(() => {
  asked.length = 0
  handle = (_, response) => response.end('bytes')
})
afterAll(async () => {
  await pools.close()
  server.close()
})

/** By default loopback may be dialled, where these tests are. */
const fetched = (
  url: string,
  { cidrs = ['127.0.0.0/8'], basePath = '' }: { cidrs?: readonly string[]; basePath?: string } = {},
) => {
  const lookup = async () => [{ address: '10.0.0.7', family: 4 }]
  const places = new JobPlaces({ lookup, policy: createDialPolicy({ cidrs }), now: Date.now })
  const { hostname: host, port } = new URL(origin)
  const from = { origin, host, port: Number(port), isTls: false, basePath, address: host }
  return fetchMedia(
    url,
    from,
    { limits: LIMITS, client: PRESENT_CLIENT },
    { places, pools, monotonicMs: () => performance.now() },
  )
}
const textOf = async (reading: ReturnType<typeof fetched>) => {
  const read = await reading
  return read.ok ? read.bytes.toString() : read.detail
}

describe('what is at a URL is fetched', () => {
  test.each([
    ['/stream/a/b.png?x=1', '', '/stream/a/b.png?x=1'],
    ['b.png', '/base', '/base/b.png'],
    ['/b.png', '/base', '/b.png'],
  ])('%s of a place below "%s"', async (url, basePath, path) => {
    expect(await textOf(fetched(url, { basePath }))).toBe('bytes')
    expect(asked).toEqual([path])
  })

  test('also at another place, without the credentials that it names', async () => {
    let authorization: string | undefined
    handle = ({ headers }, response) => {
      authorization = headers.authorization
      response.end('bytes')
    }
    expect(await textOf(fetched(origin.replace('://', '://user:word@')))).toBe('bytes')
    expect(authorization).toBeUndefined()
  })

  test('once more where a kept connection was closed with the question on it', async () => {
    expect(await textOf(fetched('/first'))).toBe('bytes')
    let isClosed = false
    handle = ({ socket }, response) => {
      if (isClosed) return void response.end('bytes')
      isClosed = true
      socket.end()
    }
    expect(await textOf(fetched('/second'))).toBe('bytes')
    expect(asked).toEqual(['/first', '/second', '/second'])
  })
})

describe('what is not to be had is told', () => {
  test.each([
    ['loopback', 'http://127.0.0.1:9999/a.png', /127\.0\.0\.1/],
    ['a private range', 'https://10.1.2.3:8935/a.png', /10\.1\.2\.3/],
    ['metadata of a cloud', 'http://169.254.169.254/latest/meta-data', /169\.254/],
    ['a name that leads to a private one', 'https://innocent.example/a.png', /10\.0\.0\.7/],
    ['IPv6 with an IPv4 in it', 'http://[::ffff:127.0.0.1]:8935/a.png', /ffff/],
    ['decimal', 'http://2130706433:8935/a.png', /127\.0\.0\.1/],
  ])('%s', async (_, url, detail) => {
    const read = await fetched(url, { cidrs: [] })
    expect(read).toMatchObject({ ok: false, detail: expect.stringMatching(detail) })
    expect(asked).toEqual([])
  })

  test.each(['file:///etc/passwd', 'ftp://example.org/a.png', 'javascript:alert(1)', 'http://', '//'])(
    '%s is no place',
    async (url) => {
      expect(await fetched(url)).toMatchObject({ ok: false })
      expect(asked).toEqual([])
    },
  )

  test.each([301, 302, 303, 307, 308])('a redirect (%i) is not followed', async (status) => {
    handle = (_, response) => response.writeHead(status, { location: '/elsewhere' }).end()
    expect(await textOf(fetched('/here'))).toContain(`${status} instead of 200`)
    expect(asked).toEqual(['/here'])
  })

  test('more bytes than anybody wants are not read to their end', async () => {
    let isLeft = false
    handle = (_, response) => {
      response.once('close', () => {
        isLeft = !response.writableFinished
      })
      const more = () => {
        while (!response.destroyed && response.write(Buffer.alloc(64 * 1024)));
        if (!response.destroyed) response.once('drain', more)
      }
      more()
    }
    expect(await textOf(fetched('/flood'))).toContain('exceeds 100000 bytes')
    await expect.poll(() => isLeft).toBe(true)
  })

  test('silence ends', async () => {
    handle = () => undefined
    expect(await textOf(fetched('/silence'))).toContain('no answer within 500 ms')
  })

  test('half of it is nothing', async () => {
    handle = ({ socket }, response) => {
      response.writeHead(200, { 'content-length': 100 }).write('half')
      setTimeout(() => socket.end(), 20)
    }
    expect(await fetched('/half')).toMatchObject({ ok: false })
  })
})

describe('a data URL', () => {
  test('is what it says', async () => {
    const url = `data:image/png;base64,${Buffer.from('bytes').toString('base64')}`
    expect(await textOf(fetched(url))).toBe('bytes')
  })
  test.each(['data:,text', 'data:image/png,raw', 'data:', 'data:image/png;base64'])(
    '%s is refused',
    async (url) => {
      expect(await fetched(url)).toMatchObject({ ok: false })
    },
  )
  test('of too much is refused', async () => {
    const url = `data:image/png;base64,${Buffer.alloc(LIMITS.maxBytes + 1).toString('base64')}`
    expect(await textOf(fetched(url))).toContain('more than 100000 bytes')
  })
})
