import { describe, expect, test } from 'vitest'
import { MAX_DISCOVERY_BYTES, parseRunnerDiscovery, type RunnerDiscovery } from './parse-runner-discovery'
import { liveRunner, statedRunner } from './testdata/runner'

const OWN = 'https://a.example:8935'

const parse = (body: unknown, speaksFor: readonly string[] = []): RunnerDiscovery & { ok: true } => {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const result = parseRunnerDiscovery(text, { ownAddresses: [OWN], speaksFor })
  if (!result.ok) throw new Error(result.problem)
  return result
}
const withRunners = (...runners: unknown[]) => [{ address: OWN, runners }]

/** Why a runner is refused; null when it is not. Raw JSON of one key can replace what JSON.stringify would write. */
function refusal(about: Record<string, unknown>): string | null {
  const { listings, refused } = parse(withRunners(statedRunner(about)))
  expect((listings[0]?.runners.length ?? 0) + refused.length).toBe(1)
  return refused[0]?.reason ?? null
}
const pricedText = (price: string) =>
  JSON.stringify(withRunners(statedRunner())).replace('"price":123456', `"price":${price}`)
const priceOf = (price: string) => parse(pricedText(price)).listings[0]?.runners[0]?.price ?? null

test('what an orchestrator sends is read field by field', () => {
  expect(parse(withRunners(statedRunner()))).toEqual({
    ok: true,
    listings: [{ address: OWN, runners: [liveRunner()] }],
    refused: [],
  })
})

test('what is missing or null is empty, zero or not stated', () => {
  const least = { url: 'https://a.example/x', app: 'x' }
  const expected = liveRunner({
    ...least,
    version: '',
    mode: '',
    gpu: null,
    capacity: 0,
    capacityUsed: 0,
    capacityAvailable: 0,
    price: null,
  })
  const nulls = {
    gpu: null,
    version: null,
    metadata: null,
    mode: null,
    capacity: null,
    capacity_used: null,
    capacity_available: null,
    price_info: null,
  }
  expect(parse(withRunners(least, { ...least, ...nulls })).listings[0]?.runners).toEqual([expected, expected])
  expect(parse([{ address: OWN }, { address: OWN, runners: null }]).listings).toEqual([
    { address: OWN, runners: [] },
    { address: OWN, runners: [] },
  ])
  expect(parse([])).toEqual({ ok: true, listings: [], refused: [] })
})

describe('a price is exact and keeps its spelling', () => {
  test.each([
    ['5', '5', 5n, 1n],
    ['"5"', '5', 5n, 1n],
    ['1e21', '1e21', 10n ** 21n, 1n],
    ['0.5', '0.5', 5n, 10n],
    ['18446744073709551617', '18446744073709551617', 2n ** 64n + 1n, 1n],
    ['10000000000000001.25', '10000000000000001.25', 1000000000000000125n, 100n],
  ])('%s', (text, spelling, wei, perUnits) =>
    expect(priceOf(text)).toEqual({ wei, perUnits, unit: 'seconds', spelling }),
  )

  test('currency and unit are read without case and spaces', () => {
    const price_info = { price: 5, currency: ' WEI ', unit: ' 720P-Pixel-Seconds' }
    expect(parse(withRunners(statedRunner({ price_info }))).listings[0]?.runners[0]?.price?.unit).toBe(
      '720p-pixel-seconds',
    )
  })

  test.each([
    ['0', 'price_info.price is not above zero'],
    ['0e9', 'price_info.price is not above zero'],
    ['-1', 'price_info.price is not above zero'],
    ['"1/3"', 'price_info.price is no decimal number of sensible length'],
    ['" 5"', 'price_info.price is no decimal number of sensible length'],
    ['""', 'price_info.price is no decimal number of sensible length'],
    ['1e999999999', 'price_info.price is no decimal number of sensible length'],
    ['null', 'price_info.price is missing'],
    ['[5]', 'price_info.price is no number'],
    ['{"isLosslessNumber":true,"value":"5"}', 'price_info.price is no number'],
  ])('%s is refused', (text, reason) => expect(parse(pricedText(text)).refused[0]?.reason).toBe(reason))
})

describe('a bad runner says what is bad', () => {
  test.each([
    [{ url: undefined }, 'url is missing'],
    [{ url: 5 }, 'url is no text'],
    [{ url: '  ' }, 'url is no http(s) URL'],
    [{ url: 'javascript:alert(1)//a.example' }, 'url is no http(s) URL'],
    [{ url: 'https://' }, 'url is no http(s) URL'],
    [{ url: 'https:///x' }, 'url is on a host that is not the node’s own'],
    [{ url: 'https://a.example:99999/' }, 'url is no http(s) URL without credentials'],
    [{ url: ' https://a.example/x' }, 'url is no http(s) URL'],
    [{ url: 'https://a.example/\n' }, 'url is no http(s) URL'],
    [{ url: 'https://a.example\\@evil.example/' }, 'url is no http(s) URL'],
    [{ url: 'https://a.example@evil.example/' }, 'url is no http(s) URL without credentials'],
    [{ url: 'https://evil.example/a.example' }, 'url is on a host that is not the node’s own'],
    [{ url: 'https://evil-a.example/' }, 'url is on a host that is not the node’s own'],
    [{ url: 'https://a.example.evil.example/' }, 'url is on a host that is not the node’s own'],
    [{ url: `https://a.example/${'x'.repeat(2048)}` }, 'url is longer than 2048 characters'],
    [{ app: undefined }, 'app is missing'],
    [{ app: ' \t' }, 'app is blank'],
    [{ app: '\ud800' }, 'app is no well-formed Unicode'],
    [{ version: 5 }, 'version is no text'],
    [{ mode: [] }, 'mode is no text'],
    [{ metadata: {} }, 'metadata is no text'],
    [{ metadata: 'é'.repeat(513) }, 'metadata is longer than 1024 bytes'],
    [{ metadata: 'a\ufffdb' }, 'metadata was no valid UTF-8: it holds U+FFFD'],
    [{ capacity: '5' }, 'capacity is no number'],
    [{ capacity: 1.5 }, 'capacity is no whole number'],
    [{ capacity_used: 1e21 }, 'capacity_used is no whole number'],
    [{ gpu: 3 }, 'gpu is no object'],
    [{ gpu: { name: 3 } }, 'gpu.name is no text'],
    [{ price_info: 5 }, 'price_info is no object'],
    [{ price_info: { price: 5, currency: 'usd', unit: 'seconds' } }, 'price_info.currency is not wei'],
    [{ price_info: { price: 5, unit: 'seconds' } }, 'price_info.currency is not wei'],
    [
      { price_info: { price: 5, currency: 'wei', unit: 'hour' } },
      'price_info.unit is none of seconds, 720p-pixel-seconds, fixed',
    ],
  ])('%j', (about, reason) => expect(refusal(about)).toBe(reason))

  test.each([5, 'x', null, [], true])('%j is no runner', (runner) => {
    expect(parse(withRunners(runner)).refused).toEqual([
      { place: '[0].runners[0]', reason: 'it is no object' },
    ])
  })
})

describe('what is odd but good stays', () => {
  test.each([
    { url: 'HTTPS://A.Example:8935/x' },
    { url: 'http://a.example/x?y=1#z' },
    { url: 'https://1.run.a.example/x' },
    { app: ' x ' },
    { app: '__proto__' },
    { metadata: 'é'.repeat(512) },
    { metadata: '{"a": [1,  2]}\r\n😀\u0000' },
    { capacity_available: -1 },
    { gpu: {} },
    { isLosslessNumber: true, zzz: { deep: [[[1]]] } },
  ])('%j', (about) => expect(refusal(about)).toBeNull())
})

test('metadata comes through byte for byte', () => {
  const metadata = '{"a": [1,  2]}\r\n😀\u2028<b>&'
  expect(parse(withRunners(statedRunner({ metadata }))).listings[0]?.runners[0]?.metadata).toBe(metadata)
})

test('a bad runner costs that runner, a bad entry that entry', () => {
  const { listings, refused } = parse([
    { address: OWN, runners: [statedRunner(), { app: 'x' }, statedRunner({ app: 'y' })] },
    5,
    { address: `${OWN}/`, runners: { length: 1 } },
    { address: `${OWN}/`, runners: [statedRunner({ app: 'z' })] },
  ])
  expect(listings.map(({ runners }) => runners.map(({ app }) => app))).toEqual([
    ['daydream/scope', 'y'],
    ['z'],
  ])
  expect(refused).toEqual([
    { place: '[0].runners[1]', reason: 'url is missing' },
    { place: '[1]', reason: 'it is no object' },
    { place: '[2]', reason: 'runners is no list' },
  ])
})

describe('a node speaks for its own addresses', () => {
  test.each([OWN, `${OWN}/`, 'https://A.example', 'a.example:8935'])(
    '%s is its own, however spelled',
    (address) =>
      expect(parse([{ address, runners: [statedRunner()] }]).listings).toEqual([
        { address, runners: [liveRunner()] },
      ]),
  )

  test.each([
    ['https://b.example:8935', 'address is not the node’s own'],
    ['https://a.example:8936', 'address is not the node’s own'],
    ['http://a.example:8935', 'address is not the node’s own'],
    ['https://u:p@a.example:8935', 'address carries credentials'],
    ['', 'address is empty'],
    [undefined, 'address is missing'],
    [5, 'address is no text'],
  ])('%j is not', (address, reason) =>
    expect(parse([{ address, runners: [statedRunner()] }])).toEqual({
      ok: true,
      listings: [],
      refused: [{ place: '[0]', reason }],
    }),
  )

  test('and for those that it was given', () => {
    const sibling = 'https://b.example:8935'
    const body = [{ address: sibling, runners: [statedRunner({ url: 'https://b.example/x' })] }]
    expect(parse(body, [sibling]).listings).toEqual([
      { address: sibling, runners: [liveRunner({ url: 'https://b.example/x' })] },
    ])
  })

  test('a proxy’s domain lets in the names below it', () => {
    const body = withRunners(statedRunner({ url: 'https://abc12.run.example/app' }))
    expect(parse(body).listings[0]?.runners).toEqual([])
    expect(parse(body, ['https://run.example']).listings[0]?.runners).toHaveLength(1)
  })

  test('an address that is no URI gives no right to anything', () => {
    const result = parseRunnerDiscovery(JSON.stringify(withRunners(statedRunner())), {
      ownAddresses: ['://bad'],
    })
    expect(result).toMatchObject({ ok: true, listings: [] })
  })

  test('hosts may be numbers', () => {
    for (const own of ['https://203.0.113.7:8935', 'https://[2001:db8::1]:8935']) {
      const runners = [statedRunner({ url: `${own}/x` })]
      const result = parseRunnerDiscovery(JSON.stringify([{ address: own, runners }]), {
        ownAddresses: [own],
      })
      expect(result).toMatchObject({ ok: true, refused: [] })
    }
  })
})

describe('hostile documents', () => {
  test.each([
    ['nothing', '', 'is not JSON'],
    ['a page', '<html>', 'is not JSON'],
    ['null', 'null', 'is no list'],
    ['an object', '{"address":"https://a.example:8935"}', 'is no list'],
    ['a number', '5', 'is no list'],
    ['nesting', '['.repeat(500_000), 'is nested deeper than 32 levels'],
    ['nesting in a runner', `[{"runners":[${'{"a":'.repeat(40)}`, 'is nested deeper than 32 levels'],
    ['one byte too many', `[${' '.repeat(MAX_DISCOVERY_BYTES - 1)}]`, 'exceeds 1048576 bytes'],
  ])('%s', (_name, body, problem) =>
    expect(parseRunnerDiscovery(body, { ownAddresses: [OWN] })).toEqual({ ok: false, problem }),
  )

  test('a document of exactly 1 MiB is read', () => {
    expect(parse(`[${' '.repeat(MAX_DISCOVERY_BYTES - 2)}]`).listings).toEqual([])
  })

  test('prototype keys give a runner nothing', () => {
    const good = JSON.stringify(statedRunner())
    const { listings, refused } = parse(
      `[{"address":"${OWN}","runners":[{"__proto__":${good}},{"constructor":{"prototype":${good}}},${good}]}]`,
    )
    expect(listings[0]?.runners).toEqual([liveRunner()])
    expect(refused.map(({ reason }) => reason)).toEqual(['url is missing', 'url is missing'])
  })

  test('a million runners are a thousand, and one remark about the rest', () => {
    const { listings, refused } = parse(`[{"address":"${OWN}","runners":[${'0,'.repeat(500_000)}0]}]`)
    expect(listings).toEqual([{ address: OWN, runners: [] }])
    expect(refused).toHaveLength(1001)
    expect(refused[0]).toEqual({ place: '[0].runners[1000]', reason: 'it and all after it are too many' })
  })

  test('the bound on runners is the document’s, not an entry’s', () => {
    const entry = { address: OWN, runners: Array.from({ length: 600 }, () => 0) }
    const { refused } = parse([entry, entry, entry])
    expect(refused).toHaveLength(1002)
    expect(refused.map(({ place }) => place)).toEqual(
      expect.arrayContaining(['[1].runners[400]', '[2].runners[0]']),
    )
  })

  test('so are a hundred entries', () => {
    const { listings, refused } = parse(Array.from({ length: 5000 }, () => ({ address: OWN })))
    expect(listings).toHaveLength(100)
    expect(refused).toEqual([{ place: '[100]', reason: 'it and all after it are too many' }])
  })
})
