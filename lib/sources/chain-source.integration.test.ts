import type { ServerResponse } from 'node:http'
import { type Address, getAddress, maxUint256, toFunctionSelector, zeroAddress } from 'viem'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { NEVER } from '@/lib/domain/pool-member'
import type { ChainNetwork } from './chain/chain-network'
import { type RpcCall, type RpcProxy, reply, startRpcProxy } from './chain/testdata/rpc-proxy'
import { member, startTestChain, type TestChain } from './chain/testdata/test-chain'
import { type ChainSource, createChainSource } from './chain-source'

let chain: TestChain
let proxy: RpcProxy
let restore: () => Promise<void>
const { signal } = new AbortController()

const hundred = Array.from({ length: 100 }, (_, n) => member(n))
const twoHundredMore = Array.from({ length: 200 }, (_, n) => member(100 + n))
const uriOf = (n: number) => `https://orchestrator-${n}.example.com:8935`

beforeAll(async () => {
  chain = await startTestChain()
  await chain.bonding.send('append', hundred)
  await chain.aiRegistry.send(
    'setServiceURIs',
    hundred,
    hundred.map((_, n) => uriOf(n)),
  )
})
afterAll(() => chain.stop())

beforeEach(async () => {
  restore = await chain.mark()
  proxy = await startRpcProxy(chain.url)
})
afterEach(async () => {
  await proxy.stop()
  await restore()
})

const source = ({
  path = '',
  timeoutMs = 10_000,
  network = {},
}: {
  path?: string
  timeoutMs?: number
  network?: Partial<ChainNetwork>
} = {}) =>
  createChainSource(
    { network: { ...chain.network, ...network }, url: `${proxy.url}${path}`, fetch, timeoutMs },
    { name: 'chain', now: () => 123 },
  )

/** The URIs as a list, and what the chain says of the pool. */
async function readOf(one: ChainSource) {
  const { entries, facts, readAt, error } = await one.read(signal)
  return { uris: entries.map(({ uri }) => uri), entries, pool: facts, readAt, error }
}

const memberOf = ({ pool }: Awaited<ReturnType<typeof readOf>>, address: Address) =>
  pool?.members.find((one) => one.address === getAddress(address))

const setUri = (registry: 'aiRegistry' | 'registry', address: Address, uri: string) =>
  chain[registry].send('setServiceURIs', [address], [uri])

describe('a reading', () => {
  test('names every active member of a pool of 100, in its order, with block, time and round', async () => {
    const reading = await readOf(source())
    const { number, timestamp } = await chain.newestBlock()

    expect(reading).toMatchObject({ uris: hundred.map((_, n) => uriOf(n)), readAt: 123, error: null })
    expect(reading.pool).toMatchObject({ block: number, blockTime: Number(timestamp) * 1_000, round: 100n })
    expect(reading.pool?.members.map(({ address }) => address)).toEqual(
      hundred.map((address) => getAddress(address)),
    )
    expect(reading.entries[42]).toEqual({ uri: uriOf(42), orchestrator: getAddress(member(42)) })
    expect(reading.pool?.members[42]).toEqual({
      address: getAddress(member(42)),
      isActive: true,
      isActiveNow: true,
      activationRound: 1n,
      deactivationRound: NEVER,
      stakeWei: 10n ** 18n,
      aiServiceUri: uriOf(42),
      serviceUri: '',
      problem: null,
    })
  })

  test('takes five requests at first and four from then on', async () => {
    const one = source()
    await readOf(one)
    expect(proxy.methods.toSorted()).toEqual([
      'eth_blockNumber',
      'eth_call',
      'eth_call',
      'eth_call',
      'eth_chainId',
    ])
    proxy.forget()
    expect((await readOf(one)).uris).toHaveLength(100)
    expect(proxy.methods).toEqual(['eth_blockNumber', 'eth_call', 'eth_call', 'eth_call'])
  })

  test('brings the price of ETH along; a feed that fails costs nothing but the price', async () => {
    const one = source()
    expect(await readOf(one)).toMatchObject({ error: null, pool: { ethUsd: { kind: 'unusable' } } })
    const { timestamp } = await chain.newestBlock()
    await chain.feed.send('set', 'ETH / USD', 8, 254_312_345_678n, timestamp)
    const { pool } = await readOf(one)
    expect(pool?.ethUsd).toMatchObject({ rate: { numerator: 254_312_345_678n, denominator: 10n ** 8n } })
    expect(pool?.ethUsd).toMatchObject({ rate: { block: pool?.block } })
  })

  test('of a larger pool takes more requests and is as complete', async () => {
    await chain.bonding.send('append', twoHundredMore)
    const { pool, error } = await readOf(source())
    expect(error).toBeNull()
    expect(pool?.members.map(({ problem }) => problem)).toEqual(new Array(300).fill(null))
    expect(proxy.methods.filter((method) => method === 'eth_call')).toHaveLength(2 + 3)
  })

  test.each([
    ['the contracts are looked up', 1],
    ['the pool is walked', 2],
    ['the members are read', 3],
  ])('is of one block, though the chain goes on before %s', async (_name, place) => {
    let calls = 0
    proxy.intercept(async ({ method }) => {
      if (method === 'eth_call' && ++calls === place) {
        await chain.bonding.send('remove', member(7))
        await setUri('aiRegistry', member(8), 'https://moved.example.com')
        await chain.rounds.send('setRounds', 101n, 101n)
        await chain.directory.send('setContract', 'ServiceRegistry', chain.account)
      }
      return false
    })
    const { number } = await chain.newestBlock()
    const reading = await readOf(source())
    expect(calls).toBe(3)
    expect(reading.pool).toMatchObject({ block: number, round: 100n })
    expect(reading.uris).toEqual(hundred.map((_, n) => uriOf(n)))
    expect(reading.pool?.members.map(({ problem }) => problem)).toEqual(new Array(100).fill(null))
  })

  test('is pinned some blocks behind the newest, if so wished', async () => {
    const { number } = await chain.newestBlock()
    await chain.mine(8)
    const reading = await readOf(source({ network: { settleBlocks: 8n } }))
    expect(reading.pool?.block).toBe(number)
  })

  test('of an empty pool is an empty list and no failure', async () => {
    const rounds = await chain.deploy('roundsManager')
    const bonding = await chain.deploy('bondingManager', rounds.address)
    await chain.directory.send('setContract', 'BondingManager', bonding.address)
    expect(await readOf(source())).toMatchObject({ uris: [], readAt: 123, error: null })
  })
})

describe('between two readings', () => {
  test('members that join and leave, first, last and in between, are there and gone', async () => {
    const one = source()
    await readOf(one)
    await chain.bonding.send('remove', member(0))
    await chain.bonding.send('remove', member(50))
    await chain.bonding.send('remove', member(99))
    await chain.bonding.send('insert', member(200), zeroAddress)
    await chain.bonding.send('insert', member(201), member(20))
    await chain.bonding.send('append', [member(202), member(50)])

    const expected = [...hundred]
    expected.splice(99, 1)
    expected.splice(50, 1)
    expected.splice(21, 0, member(201))
    expected.splice(0, 1, member(200))
    expected.push(member(202), member(50))
    const { pool, error } = await readOf(one)
    expect(error).toBeNull()
    expect(pool?.members.map(({ address }) => address)).toEqual(
      expected.map((address) => getAddress(address)),
    )
  })

  test('a new round makes members active and ends the activity of others', async () => {
    const one = source()
    await chain.bonding.send('setMember', member(1), 101n, maxUint256, 5n)
    await chain.bonding.send('setMember', member(2), 50n, 101n, 6n)
    const before = await readOf(one)
    expect(memberOf(before, member(1))).toMatchObject({ isActive: false, stakeWei: 5n })
    expect(memberOf(before, member(2))).toMatchObject({ isActive: true, deactivationRound: 101n })
    expect(before.uris).not.toContain(uriOf(1))
    expect(before.uris).toContain(uriOf(2))

    await chain.rounds.send('setRounds', 101n, 101n)
    const after = await readOf(one)
    expect(after.pool?.round).toBe(101n)
    expect(memberOf(after, member(1))?.isActive).toBe(true)
    expect(memberOf(after, member(2))?.isActive).toBe(false)
    expect(after.uris).toContain(uriOf(1))
    expect(after.uris).not.toContain(uriOf(2))
  })

  test('a round that nobody has initialized yet does not count', async () => {
    await chain.bonding.send('setMember', member(1), 101n, maxUint256, 1n)
    await chain.rounds.send('setRounds', 100n, 101n)
    const reading = await readOf(source())
    expect(memberOf(reading, member(1))).toMatchObject({ isActive: false, isActiveNow: true })
  })

  test('a contract that moved is read at its new address', async () => {
    const one = source()
    await readOf(one)
    const moved = await chain.deploy('serviceRegistry')
    await moved.send('setServiceURIs', [member(3)], ['https://moved.example.com'])
    await chain.directory.send('setContract', 'ServiceRegistry', moved.address)
    expect((await readOf(one)).uris).toContain('https://moved.example.com')
  })
})

describe('service URIs', () => {
  test('both are named where they differ, once where they are the same', async () => {
    await setUri('registry', member(1), 'https://transcoding.example.com:8935')
    await setUri('registry', member(2), uriOf(2))
    const { uris } = await readOf(source())
    expect(uris.slice(0, 5)).toEqual([
      uriOf(0),
      uriOf(1),
      'https://transcoding.example.com:8935',
      uriOf(2),
      uriOf(3),
    ])
  })

  test('none registered is stated as such, and no problem', async () => {
    await setUri('aiRegistry', member(1), '')
    const reading = await readOf(source())
    expect(memberOf(reading, member(1))).toMatchObject({ aiServiceUri: '', serviceUri: '', problem: null })
    expect(reading.uris).toHaveLength(99)
  })

  test('any text is passed on as registered', async () => {
    const texts = [
      '1.2.3.4:8935',
      'host.example.com:8935',
      ' not a URI ',
      'http://[',
      'https://ü.example.com',
      '☃',
    ]
    await chain.aiRegistry.send('setServiceURIs', hundred.slice(0, texts.length), texts)
    const { uris } = await readOf(source())
    expect(uris.slice(0, texts.length)).toEqual(texts)
  })

  test('a text of thousands of characters is no URI', async () => {
    await setUri('aiRegistry', member(1), `https://${'a'.repeat(5_000)}`)
    await setUri('registry', member(1), 'https://plain.example.com')
    const reading = await readOf(source())
    expect(memberOf(reading, member(1))).toMatchObject({
      aiServiceUri: null,
      problem: 'getServiceURI for AI has 5008 characters',
    })
    expect(reading.uris[1]).toBe('https://plain.example.com')
  })
})

describe('a member that cannot be read', () => {
  test('costs its own row, which says why', async () => {
    await chain.bonding.send('setBroken', member(1), true)
    await chain.aiRegistry.send('setBroken', member(1), true)
    const reading = await readOf(source())
    expect(reading.error).toBeNull()
    expect(reading.uris).toEqual(hundred.map((_, n) => uriOf(n)).toSpliced(1, 1))
    expect(memberOf(reading, member(1))).toMatchObject({
      isActive: null,
      stakeWei: null,
      aiServiceUri: null,
      serviceUri: '',
      problem:
        'getTranscoder reverted (member out of order), transcoderTotalStake reverted (member out of order), ' +
        'isActiveTranscoder reverted (member out of order), getServiceURI for AI reverted (registry out of order)',
    })
  })

  test('keeps what could be read of it', async () => {
    await chain.aiRegistry.send('setBroken', member(1), true)
    await setUri('registry', member(1), 'https://plain.example.com')
    const reading = await readOf(source())
    expect(memberOf(reading, member(1))).toMatchObject({ isActive: true, aiServiceUri: null })
    expect(reading.uris[1]).toBe('https://plain.example.com')
  })
})

describe('rounds and stakes beyond 64 bits', () => {
  test('a round is clamped, a stake is exact', async () => {
    await chain.bonding.send('setMember', member(1), maxUint256, maxUint256, maxUint256)
    await chain.bonding.send('setMember', member(2), 100n, NEVER + 1n, 123_456_789_012_345_678_901_234n)
    const reading = await readOf(source())
    expect(memberOf(reading, member(1))).toMatchObject({
      isActive: false,
      activationRound: NEVER,
      deactivationRound: NEVER,
      stakeWei: maxUint256,
    })
    expect(memberOf(reading, member(2))).toMatchObject({
      isActive: true,
      deactivationRound: NEVER,
      stakeWei: 123_456_789_012_345_678_901_234n,
    })
  })
})

describe('a node that does not run what is sent along', () => {
  const refusesToWalk = (call: RpcCall, response: ServerResponse): boolean => {
    const [transaction] = call.params
    const isCreation = typeof transaction === 'object' && transaction !== null && !('to' in transaction)
    return call.method === 'eth_call' && isCreation && refuse(call, response)
  }
  let refuse = (call: RpcCall, response: ServerResponse): true =>
    reply(response, call, { error: { code: -32602, message: 'missing field to' } })

  test.each([
    ['says so', refuse],
    [
      'answers HTTP 403',
      (_: RpcCall, response: ServerResponse): true => {
        response.writeHead(403).end('forbidden')
        return true
      },
    ],
    [
      'answers with nothing',
      (call: RpcCall, response: ServerResponse) => reply(response, call, { result: '0x' }),
    ],
  ])('and %s is walked member by member', async (_name, refusing) => {
    refuse = refusing
    proxy.intercept(refusesToWalk)
    const { uris, error } = await readOf(source())
    expect(error).toBeNull()
    expect(uris).toEqual(hundred.map((_, n) => uriOf(n)))
    expect(proxy.methods).toHaveLength(5 + 101)
  })
})

/** Such as providers of RPCs hand out, and a patience that hanging tests can wait for. */
const SECRET = { path: '/v2/s3cret-key?token=hunter2', timeoutMs: 2_000 }

const expectOneSafeSentence = ({ error }: { error: string | null }) => {
  expect(error).toMatch(/^The chain could not be read: [^\n]*\.$/)
  expect(error).not.toMatch(/s3cret|hunter2|127\.0\.0\.1|http:/)
}

describe('when a reading fails the last good list stays, and the reason is said in one sentence', () => {
  const answering =
    (write: (response: ServerResponse, call: RpcCall) => void) =>
    (call: RpcCall, response: ServerResponse) => {
      write(response, call)
      return true
    }
  const text = (body: string, status = 200, type = 'application/json') =>
    answering((response) => response.writeHead(status, { 'content-type': type }).end(body))

  test.each([
    ['hangs', answering(() => {}), /no answer within 2000 ms/],
    [
      'stops amid an answer',
      answering((response) =>
        response.writeHead(200, { 'content-type': 'application/json' }).write('{"jsonrpc"'),
      ),
      /no answer within 2000 ms/,
    ],
    ['hangs up', answering((response) => response.destroy()), /could not be reached \(UND_ERR_SOCKET\)/],
    ['answers HTML', text('<html>maintenance</html>', 200, 'text/html'), /not JSON/],
    ['answers HTML with 502', text('<html>bad gateway</html>', 502, 'text/html'), /HTTP 502/],
    ['answers half a JSON', text('{"jsonrpc":"2.0","id":1,"resu'), /not JSON/],
    ['answers null', text('null'), /no JSON-RPC/],
    ['answers a list', text('[]'), /no number/],
    ['answers a number that is none', text('{"jsonrpc":"2.0","id":1,"result":"0xyz"}'), /no number/],
    [
      'answers every call with nothing',
      text('{"jsonrpc":"2.0","id":1,"result":"0x10"}'),
      /unreadable|nothing/,
    ],
    [
      'answers an error',
      answering((response, call) => reply(response, call, { error: { code: -32005, message: 'limit' } })),
      /error -32005/,
    ],
    [
      'answers an error that is a text',
      answering((response, call) => reply(response, call, { error: 'go away' })),
      /an error without a code/,
    ],
    [
      'answers without end',
      answering((response) => {
        const more = () => {
          while (!response.destroyed && response.write(Buffer.alloc(1 << 20, ' ')));
          if (!response.destroyed) response.once('drain', more)
        }
        more()
      }),
      /exceeds/,
    ],
  ])('the RPC %s', async (_name, interception, reason) => {
    const one = source(SECRET)
    const good = await readOf(one)
    expect(good.uris).toHaveLength(100)

    proxy.intercept(interception)
    const bad = await readOf(one)
    expect(bad).toEqual({ ...good, error: expect.stringMatching(reason) })
    expectOneSafeSentence(bad)

    proxy.intercept(null)
    expect(await readOf(one)).toMatchObject({ error: null, uris: good.uris })
  })

  test('nobody listens', async () => {
    const one = source(SECRET)
    const good = await readOf(one)
    await proxy.stop()
    const bad = await readOf(one)
    expect(bad).toEqual({ ...good, error: expect.stringContaining('ECONNREFUSED') })
    expectOneSafeSentence(bad)
  })

  test('it fails between two requests', async () => {
    const one = source(SECRET)
    const good = await readOf(one)
    let calls = 0
    proxy.intercept(
      (call, response) =>
        call.method === 'eth_call' &&
        ++calls === 3 &&
        reply(response, call, { error: { code: -32000, message: 'header not found' } }),
    )
    expect(await readOf(one)).toEqual({ ...good, error: expect.stringContaining('error -32000') })
  })

  test('one of several requests for members is refused', async () => {
    await chain.bonding.send('append', twoHundredMore)
    const one = source(SECRET)
    const good = await readOf(one)
    let calls = 0
    proxy.intercept(
      (call, response) =>
        call.method === 'eth_call' &&
        ++calls > 2 &&
        !JSON.stringify(call.params).includes(toFunctionSelector('lastInitializedRound()').slice(2)) &&
        reply(response, call, { error: { code: -32000, message: 'out of gas' } }),
    )
    expect(await readOf(one)).toEqual({ ...good, error: expect.stringContaining('error -32000') })
    expect(calls).toBe(2 + 3)
  })

  test('the reading as a whole takes too long', async () => {
    const one = createChainSource(
      { network: chain.network, url: proxy.url, fetch },
      { name: 'chain', now: () => 123, readingTimeoutMs: 1_500 },
    )
    const good = await readOf(one)
    proxy.intercept(() => true)
    expect(await readOf(one)).toEqual({
      ...good,
      error: 'The chain could not be read: the reading took longer than 1500 ms.',
    })
  })

  test('another chain answers', async () => {
    const one = source(SECRET)
    const good = await readOf(one)
    const elsewhere = (call: RpcCall, response: ServerResponse): boolean => {
      if (call.method === 'eth_call') return reply(response, call, { result: '0x' })
      return call.method === 'eth_chainId' && reply(response, call, { result: '0x1' })
    }
    proxy.intercept(elsewhere)
    expect((await readOf(one)).error).toMatch(/getContract at 0x\w+ answered with nothing/)
    expect(await readOf(one)).toEqual({
      ...good,
      error: 'The chain could not be read: the RPC serves chain 1, and Test chain is 42161.',
    })
  })

  test('the Controller does not know a contract', async () => {
    const one = source()
    const good = await readOf(one)
    await chain.directory.send('setContract', 'RoundsManager', zeroAddress)
    expect(await readOf(one)).toEqual({
      ...good,
      error: 'The chain could not be read: the Controller knows no RoundsManager.',
    })
  })

  test('the pool runs in a circle', async () => {
    const one = source()
    const good = await readOf(one)
    await chain.bonding.send('corrupt', member(99), member(0), 100n)
    expect(await readOf(one)).toEqual({ ...good, error: expect.stringContaining('more than 500') })
  })

  test('the pool names fewer than it states', async () => {
    const one = source()
    const good = await readOf(one)
    await chain.bonding.send('corrupt', member(49), zeroAddress, 100n)
    expect(await readOf(one)).toEqual({
      ...good,
      error: expect.stringContaining('states 100 members and names 50'),
    })
  })

  test('no member can be read', async () => {
    const one = source()
    const good = await readOf(one)
    await chain.removeCode(chain.network.aiServiceRegistry)
    await chain.removeCode(chain.registry.address)
    expect(await readOf(one)).toEqual({
      ...good,
      error: expect.stringMatching(
        /none of the 100 members could be read: getServiceURI for AI answered with nothing/,
      ),
    })
  })
})

test('without any good reading yet there is none, and the next one tries again', async () => {
  const one = source()
  proxy.intercept(
    (call, response) => call.method === 'eth_chainId' && reply(response, call, { result: '0x1' }),
  )
  expect(await readOf(one)).toEqual({
    uris: [],
    entries: [],
    readAt: null,
    pool: null,
    error: 'The chain could not be read: the RPC serves chain 1, and Test chain is 42161.',
  })
  proxy.intercept(null)
  expect(await readOf(one)).toMatchObject({ readAt: 123, error: null })
})

test('credentials in the URL are sent as basic authentication', async () => {
  const authorizations = new Set<string | undefined>()
  proxy.intercept(({ headers }) => {
    authorizations.add(headers.authorization)
    return false
  })
  const url = proxy.url.replace('http://', 'http://operator:hunter2@')
  const one = createChainSource({ network: chain.network, url, fetch }, { name: 'chain', now: () => 1 })
  expect((await readOf(one)).error).toBeNull()
  expect([...authorizations]).toEqual([`Basic ${Buffer.from('operator:hunter2').toString('base64')}`])
})

test('an RPC that redirects is not followed: where it leads nobody has checked', async () => {
  proxy.intercept((_, response) => {
    response.writeHead(307, { location: chain.url }).end()
    return true
  })
  expect(await readOf(source())).toMatchObject({ readAt: null, error: expect.stringMatching(/RPC/) })
})

test('a reading that its caller gave up rejects, and the next one works', async () => {
  const one = source()
  const caller = new AbortController()
  proxy.intercept(() => {
    caller.abort(new Error('shutting down'))
    return true
  })
  await expect(one.read(caller.signal)).rejects.toThrow('shutting down')
  proxy.intercept(null)
  expect((await readOf(one)).uris).toHaveLength(100)
})
