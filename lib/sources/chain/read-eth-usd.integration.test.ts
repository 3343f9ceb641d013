import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { EthUsdReading } from '@/lib/domain/eth-usd'
import { readEthUsd } from './read-eth-usd'
import { type RpcProxy, reply, startRpcProxy } from './testdata/rpc-proxy'
import { startTestChain, type TestChain } from './testdata/test-chain'

let chain: TestChain
let proxy: RpcProxy
/** The time of the newest block before the feed was set, in seconds. */
let chainTime: bigint
const { signal } = new AbortController()
const HOUR_MS = 3_600_000

beforeAll(async () => {
  chain = await startTestChain()
  chainTime = (await chain.newestBlock()).timestamp
})
afterAll(() => chain.stop())
beforeEach(async () => {
  proxy = await startRpcProxy(chain.url)
})
afterEach(() => proxy.stop())

const updatedAt = () => Number(chainTime) * 1_000

const read = ({
  ageMs = 0,
  chainId = chain.network.chainId,
  timeoutMs = 10_000,
} = {}): Promise<EthUsdReading> =>
  readEthUsd(
    { network: { ...chain.network, chainId }, url: `${proxy.url}/v2/s3cret-key`, fetch, timeoutMs },
    { now: () => updatedAt() + ageMs, signal },
  )

const setFeed = ({
  description = 'ETH / USD',
  decimals = 8,
  answer = 254_312_345_678n,
  at = chainTime,
} = {}) => chain.feed.send('set', description, decimals, answer, at)

test('a rate is exact, with its moment and block', async () => {
  await setFeed()
  const { number } = await chain.newestBlock()
  expect(await read({ ageMs: HOUR_MS })).toEqual({
    kind: 'fresh',
    rate: { numerator: 254_312_345_678n, denominator: 10n ** 8n, updatedAt: updatedAt(), block: number },
  })
})

test('takes three requests', async () => {
  await setFeed()
  await read()
  expect(proxy.methods.toSorted()).toEqual(['eth_blockNumber', 'eth_call', 'eth_chainId'])
})

test.each([0, 18, 255])('the feed says how many decimals it has: %d', async (decimals) => {
  await setFeed({ decimals, answer: 10n ** 30n + 1n })
  expect(await read()).toMatchObject({
    kind: 'fresh',
    rate: { numerator: 10n ** 30n + 1n, denominator: 10n ** BigInt(decimals) },
  })
})

test('a feed that lags is stale by its age; at the limit it is fresh', async () => {
  await setFeed()
  expect(await read({ ageMs: 25 * HOUR_MS })).toMatchObject({ kind: 'fresh' })
  expect(await read({ ageMs: 25 * HOUR_MS + 1 })).toMatchObject({
    kind: 'stale',
    ageMs: 25 * HOUR_MS + 1,
    rate: { numerator: 254_312_345_678n },
  })
})

describe('a feed is refused', () => {
  test.each([
    ['that answers a negative price', { answer: -1n }, 'the feed answers -1'],
    ['that answers zero', { answer: 0n }, 'the feed answers 0'],
    ['of another pair', { description: 'USD / ETH' }, 'the feed is "USD / ETH", and not ETH / USD'],
    ['without a complete round', { at: 0n }, 'the feed has no complete round'],
    [
      'that says it comes from the future',
      { at: 2n ** 200n },
      'the feed says it was updated after the block it is read at',
    ],
  ])('%s', async (_name, state, reason) => {
    await setFeed(state)
    expect(await read()).toEqual({
      kind: 'unusable',
      problem: `The price of ETH could not be read: ${reason}.`,
    })
  })
})

describe('without an answer the reason is said, and the URL is not', () => {
  const problemOf = async (reading: Promise<EthUsdReading>) => {
    const result = await reading
    expect(result).toMatchObject({ kind: 'unusable' })
    const problem = result.kind === 'unusable' ? result.problem : ''
    expect(problem).toMatch(/^The price of ETH could not be read: [^\n]*\.$/)
    expect(problem).not.toMatch(/s3cret|127\.0\.0\.1/)
    return problem
  }

  test('nobody listens', async () => {
    await proxy.stop()
    expect(await problemOf(read())).toContain('ECONNREFUSED')
  })
  test('the RPC hangs', async () => {
    proxy.intercept(() => true)
    expect(await problemOf(read({ timeoutMs: 1_000 }))).toContain('no answer within 1000 ms')
  })
  test('the RPC answers HTML', async () => {
    proxy.intercept((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')
      return true
    })
    expect(await problemOf(read())).toContain('not JSON')
  })
  test('the RPC answers an error', async () => {
    proxy.intercept((call, response) => reply(response, call, { error: { code: 429, message: 'slow down' } }))
    expect(await problemOf(read())).toContain('error 429')
  })
  test('another chain answers', async () => {
    expect(await problemOf(read({ chainId: 1 }))).toContain('serves chain 42161, and Test chain is 1')
  })
})

test('a reading that its caller gave up rejects', async () => {
  const caller = new AbortController()
  proxy.intercept(() => {
    caller.abort(new Error('shutting down'))
    return true
  })
  const reading = readEthUsd(
    { network: chain.network, url: proxy.url, fetch },
    { now: () => 0, signal: caller.signal },
  )
  await expect(reading).rejects.toThrow('shutting down')
})
