import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { createWebhookSource } from './webhook-source'

let server: Server
let answer: RequestListener
let url: string

beforeEach(async () => {
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${addressOf(server).port}/list`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})
const addressOf = (of: Server): AddressInfo => {
  const address = of.address()
  if (address === null || typeof address === 'string') throw new Error('not listening on TCP')
  return address
}
const { signal } = new AbortController()
/** Nothing but the configured place may be dialled. */
const net = { lookup: async () => [], policy: createDialPolicy({}) }
const source = (about: Partial<Parameters<typeof createWebhookSource>[0]> = {}) =>
  createWebhookSource({ name: 'webhook', url, headers: {}, ...about }, { net, now: () => 123 })
const replying =
  (body: string, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(body)

test('a list is its addresses, as stated, duplicates included; items without one are left out', async () => {
  answer = replying(
    '[{"address":"https://a:1","score":1,"extra":{}},{"address":"https://a:1"},{},{"address":""}]',
  )
  expect(await source().read(signal)).toEqual({
    entries: [{ uri: 'https://a:1', score: 1 }, { uri: 'https://a:1' }],
    readAt: 123,
    error: null,
    facts: null,
  })
})

test('an empty list is a list', async () => {
  const one = source()
  answer = replying('[{"address":"https://a:1"}]')
  await one.read(signal)
  answer = replying('[]')
  expect(await one.read(signal)).toMatchObject({ entries: [], error: null })
})

describe('on an error the last good list stays, and the error is said', () => {
  test.each([
    ['502', replying('[]', 502), /answered 502/],
    [
      'a redirect to itself',
      (_, response) => response.writeHead(302, { location: '/list' }).end('[]'),
      /redirects more than 3 times/,
    ],
    [
      'a redirect to an address inside',
      (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/list' }).end('[]'),
      /127\.0\.0\.1 is not on the public internet/,
    ],
    ['not JSON', replying('<html>'), /not JSON/],
    ['an object', replying('{}'), /not a list/],
    ['one wrongly typed element', replying('[{"address":"https://b:1"},{"address":5}]'), /not a list/],
    ['a score that is text', replying('[{"address":"https://b:1","score":"1"}]'), /not a list/],
    [
      'a cut connection',
      ((request) => request.socket.destroy()) satisfies RequestListener,
      /could not be read/,
    ],
    [
      'a body without end',
      ((_, response) => {
        const chunk = Buffer.alloc(1 << 20, 'x')
        const more = () => {
          while (!response.destroyed && response.write(chunk));
          if (!response.destroyed) response.once('drain', more)
        }
        more()
      }) satisfies RequestListener,
      /exceeds/,
    ],
  ])('%s', async (_name, failing, message) => {
    const one = source()
    answer = replying('[{"address":"https://a:1"}]')
    await one.read(signal)
    answer = failing
    expect(await one.read(signal)).toEqual({
      entries: [{ uri: 'https://a:1' }],
      facts: null,
      readAt: 123,
      error: expect.stringMatching(message),
    })
  })

  test('without any list yet there is none, and it was never read', async () => {
    answer = replying('no', 500)
    expect(await source().read(signal)).toMatchObject({
      entries: [],
      readAt: null,
      error: expect.stringContaining('500'),
    })
  })
})

test('credentials in the URL are sent as basic authentication and named in no message', async () => {
  let authorization: string | undefined
  answer = (request, response) => {
    authorization = request.headers.authorization
    response.writeHead(500).end()
  }
  const withSecret = url.replace('http://', 'http://operator:hunter2@')
  const { error } = await source({ url: withSecret }).read(signal)
  expect(authorization).toBe(`Basic ${Buffer.from('operator:hunter2').toString('base64')}`)
  expect(error).not.toContain('hunter2')
})

test('credentials in a list are not kept', async () => {
  answer = replying('[{"address":"https://user:hunter2@a:1"},{"address":"//user:hunter2@b"}]')
  const reading = await source().read(signal)
  expect(reading.entries).toHaveLength(2)
  expect(JSON.stringify(reading)).not.toContain('hunter2')
})

test('a list of more elements than anybody can ask is none', async () => {
  answer = replying(JSON.stringify(new Array(20_001).fill({ address: 'a:1' })))
  expect(await source().read(signal)).toMatchObject({
    entries: [],
    error: expect.stringContaining('more than 20000'),
  })
})
