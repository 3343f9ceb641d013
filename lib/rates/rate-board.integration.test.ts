import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { EthUsdReading } from '@/lib/domain/eth-usd'
import { createDialPolicy } from '@/lib/net/dial-policy'
import { fetchHttpRate } from './http-rate'
import { RateBoard, type RateSettings } from './rate-board'

let server: Server
let answer: RequestListener
let url: string
let now: number
let problems: string[]
let chain: EthUsdReading | null
beforeEach(async () => {
  now = 1_000_000_000
  problems = []
  chain = null
  server = createServer((request, response) => answer(request, response))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/price?key=s3cret`
})
afterEach(() => {
  server.closeAllConnections()
  server.close()
})
const net = { lookup: async () => [], policy: createDialPolicy({}) }
const { signal } = new AbortController()
const replying =
  (body: string, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status).end(body)

describe('a server of the operator’s choice', () => {
  const read = (path: string) => fetchHttpRate({ url, path }, { net, now: () => now, signal })

  test.each([
    ['{"data":{"rates":{"USD":"3120.505"}}}', 'data.rates.USD', [3_120_505n, 1_000n]],
    ['{"ethereum":{"usd":3120.5}}', 'ethereum.usd', [31_205n, 10n]],
    ['{"result":[{"c":["2.5e3"]}]}', 'result.0.c.0', [25_000n, 10n]],
    ['{"usd":9007199254740993.000000000000000001}', 'usd', [9007199254740993000000000000000001n, 10n ** 18n]],
  ])(
    'says %s, and the number at %s is taken to the last digit',
    async (body, path, [numerator, denominator]) => {
      answer = replying(body)
      expect(await read(path)).toMatchObject({
        ok: true,
        quote: { source: 'http', at: now, rate: { numerator, denominator } },
      })
    },
  )

  test.each([
    ['{"usd":0}', 200, /no number above zero at usd/],
    ['{"usd":-1}', 200, /no number above zero/],
    ['{"usd":"1,000"}', 200, /no number above zero/],
    ['{"usd":1e999}', 200, /no number above zero/],
    ['{"USD":1}', 200, /no number above zero/],
    ['[]', 200, /no number above zero/],
    ['<html>', 200, /not JSON/],
    ['{"usd":1}', 429, /answered 429/],
  ])(
    'that answers %s is not believed, and the reason holds nothing of its URL',
    async (body, status, message) => {
      answer = replying(body, status)
      const rate = await read('usd')
      expect(rate).toEqual({ ok: false, problem: expect.stringMatching(message) })
      expect(JSON.stringify(rate)).not.toContain('s3cret')
    },
  )

  test('prototype keys lead nowhere', async () => {
    answer = replying('{"usd":1}')
    for (const path of ['__proto__', 'constructor.name', 'usd.spelling.length'])
      expect(await read(path)).toMatchObject({ ok: false })
  })
})

describe('which rate counts', () => {
  const board = (settings: Partial<RateSettings> = {}) =>
    new RateBoard(
      { fixed: null, http: null, ...settings },
      { net, now: () => now, chain: () => chain, onProblem: (problem) => problems.push(problem) },
    )
  const feed = (about: object = {}): EthUsdReading => ({
    kind: 'fresh',
    rate: { numerator: 5n, denominator: 2n, updatedAt: now - 1_000, block: 7n, ...about },
  })
  const until = async (fits: () => boolean) => {
    while (!fits()) await new Promise((resolve) => setTimeout(resolve, 5))
  }

  test('without any there is none', () => expect(board().current()).toBeNull())

  test('what the operator set stands before all others', () => {
    chain = feed()
    const fixed = { numerator: 2_500n, denominator: 1n }
    expect(board({ fixed }).current()).toEqual({ rate: fixed, source: 'fixed', at: now })
  })

  test('the feed’s counts for 25 hours after it last changed, and is one object until it changes', () => {
    chain = feed()
    const one = board()
    const first = one.current()
    expect(first).toEqual({ rate: { numerator: 5n, denominator: 2n }, source: 'chain', at: now - 1_000 })
    chain = feed()
    expect(one.current()).toBe(first)
    now += 25 * 3_600_000
    chain = {
      kind: 'fresh',
      rate: { numerator: 5n, denominator: 2n, updatedAt: now - 25 * 3_600_000 - 1, block: 7n },
    }
    expect(one.current()).toBeNull()
    chain = { kind: 'unusable', problem: 'No.' }
    expect(one.current()).toBeNull()
  })

  test('a server’s stands before the feed’s, for an hour; its failure is said once', async () => {
    chain = feed()
    answer = replying('{"usd":3000}')
    const one = board({ http: { url, path: 'usd' } })
    one.start()
    await until(() => one.current()?.source === 'http')
    expect(one.current()?.rate).toEqual({ numerator: 3_000n, denominator: 1n })
    now += 3_600_001
    chain = feed()
    expect(one.current()?.source).toBe('chain')
    one.stop()
  })

  test('a server that fails leaves the feed’s, and says why', async () => {
    chain = feed()
    answer = replying('no', 500)
    const one = board({ http: { url, path: 'usd' } })
    one.start()
    await until(() => problems.length > 0)
    expect(problems).toEqual(['The price of ETH could not be read: it answered 500.'])
    expect(one.current()?.source).toBe('chain')
    one.stop()
  })
})
