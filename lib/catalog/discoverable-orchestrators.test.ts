import { describe, expect, test } from 'vitest'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import type { Price } from '@/lib/domain/price'
import { advertising, answer, model } from '@/lib/domain/testdata/answer'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import { type DiscoverableNode, discoverableOrchestrators, NO_LIMITS } from './discoverable-orchestrators'

const A = 'https://a.example:8935'

const node = (about: Partial<DiscoverableNode> = {}): DiscoverableNode => ({
  orchUri: A,
  answer: answer(advertising({ 27: { m: model() } })),
  runners: [],
  ...about,
})
const wei = (amount: bigint, perUnits = 1n): Price => ({ wei: amount, perUnits })
const global = (max: Price) => ({ ...NO_LIMITS, global: max })
const addresses = (nodes: readonly DiscoverableNode[]) =>
  discoverableOrchestrators(nodes, NO_LIMITS).map(({ address }) => address)
const capabilitiesOf = (said: Partial<OrchestratorAnswer>, limits = NO_LIMITS) =>
  discoverableOrchestrators([node({ answer: answer(said) })], limits)[0]?.capabilities ?? []

test('a node that never answered is listed by its runners alone, or not at all', () => {
  const runners = [{ address: A, runners: [liveRunner({ app: 'x' })] }]
  expect(discoverableOrchestrators([node({ answer: null })], NO_LIMITS)).toEqual([])
  expect(discoverableOrchestrators([node({ answer: null, runners })], NO_LIMITS)).toEqual([
    { address: A, capabilities: ['x'], runners: [liveRunner({ app: 'x' })] },
  ])
})

test('what is advertised twice is listed once', () => {
  const [only, ...others] = discoverableOrchestrators([node(), node({ orchUri: `${A}/` })], NO_LIMITS)
  expect(only).toEqual({ address: A, capabilities: ['text-to-image/m'], runners: [] })
  expect(others).toEqual([])
})

describe('an address', () => {
  test('is one entry in any spelling, and keeps the first', () => {
    expect(addresses([node({ orchUri: `${A}/` }), node(), node({ orchUri: 'https://A.example' })])).toEqual([
      `${A}/`,
    ])
  })

  test.each([
    [A, A],
    ['https://a.example', 'https://a.example'],
    ['http://a.example:1/base', 'http://a.example:1/base'],
    ['a.example:1', 'https://a.example:1'],
    ['HTTPS://A.example:1', 'https://a.example:1'],
    [' https://a.example:1 ', 'https://a.example:1'],
  ])('%j is listed so that a gateway dials what we dial: %s', (stated, listed) =>
    expect(addresses([node({ orchUri: stated })])).toEqual([listed]),
  )

  test.each([
    '',
    ' ',
    '://bad',
    'https://',
    'ftp://a.example',
    'https://u:p@a.example',
    'https://a b:1',
    'https://a.exa\nmple:1',
    'https://a.example:1\\@b.example',
    `${A}?x`,
  ])('%j is never listed', (orchUri) => expect(addresses([node({ orchUri })])).toEqual([]))
})

test('capabilities ascend by code points; models without a name and numbers without one are left out', () => {
  const models = {
    '😀': model(),
    '\uff5e': model(),
    b: model(),
    B: model(),
    '': model(),
    __proto__x: model(),
  }
  expect(capabilitiesOf(advertising({ 33: models, 13: models, 99: models, 27: { z: model() } }))).toEqual([
    'llm/B',
    'llm/__proto__x',
    'llm/b',
    'llm/\uff5e',
    'llm/😀',
    'text-to-image/z',
  ])
})

test('prices beyond 64 bits of precision are compared exactly', () => {
  const stated = (pricePerUnit: bigint, pixelsPerUnit: bigint) => ({
    ...advertising({ 27: { m: model() } }),
    priceInfo: { pricePerUnit, pixelsPerUnit, capability: 0, constraint: '' },
  })
  const max = 2n ** 63n - 1n
  expect(capabilitiesOf(stated(max, 1n), global(wei(max)))).toHaveLength(1)
  expect(capabilitiesOf(stated(max, 1n), global(wei(max * 10n ** 30n - 1n, 10n ** 30n)))).toHaveLength(0)
  expect(capabilitiesOf(stated(1n, max), global(wei(1n, max)))).toHaveLength(1)
  expect(capabilitiesOf(stated(1n, max - 1n), global(wei(1n, max)))).toHaveLength(0)
})

test('a runner costs at most the global maximum, to the last wei of a huge price', () => {
  const huge = 2n ** 64n + 1n
  const price = { ...wei(huge), unit: 'fixed', spelling: String(huge) } as const
  const nodes = [node({ answer: null, runners: [{ address: A, runners: [liveRunner({ price })] }] })]
  expect(discoverableOrchestrators(nodes, global(wei(huge)))).toHaveLength(1)
  expect(discoverableOrchestrators(nodes, global(wei(huge - 1n)))).toHaveLength(0)
  expect(discoverableOrchestrators(nodes, global(wei(huge * 7n - 1n, 7n)))).toHaveLength(0)
})

test('a runner without a price is nobody’s to hire, limit or not', () => {
  const runners = [{ address: A, runners: [liveRunner({ price: null })] }]
  expect(discoverableOrchestrators([node({ answer: null, runners })], NO_LIMITS)).toEqual([])
})

test('a runner’s URL is one runner: the first stays, the app of a second is still a capability', () => {
  const first = liveRunner({ app: 'x' })
  const runners = [
    { address: A, runners: [first] },
    { address: `${A}/`, runners: [liveRunner({ app: 'y', capacity: 9 }), liveRunner({ app: 'x' })] },
  ]
  expect(discoverableOrchestrators([node({ answer: null, runners })], NO_LIMITS)).toEqual([
    { address: A, capabilities: ['x', 'y'], runners: [first] },
  ])
})

test('nodes with a capability come first, then addresses that only have runners, each in order of arrival', () => {
  const at = (address: string) => ({ address, runners: [liveRunner({ url: `${address}/x` })] })
  const nodes = [
    node({ orchUri: 'https://d.example:1', runners: [at('https://c.example:1'), at('https://b.example:1')] }),
    node({ orchUri: 'https://b.example:1', answer: null }),
    node({ orchUri: 'https://a.example:1', runners: [at('https://a.example:1')] }),
  ]
  expect(addresses(nodes)).toEqual([
    'https://d.example:1',
    'https://a.example:1',
    'https://c.example:1',
    'https://b.example:1',
  ])
})

test('a limit of zero is none for a model, but a global one of zero lets only free offers through', () => {
  const said = {
    ...advertising({ 27: { m: model() }, 33: { free: model() } }),
    capabilitiesPrices: [{ pricePerUnit: 0n, pixelsPerUnit: 1n, capability: 33, constraint: 'free' }],
  }
  const none = new Map([[27, new Map([['m', wei(0n)]])]])
  expect(capabilitiesOf(said, { global: null, byCapability: none })).toHaveLength(2)
  expect(capabilitiesOf(said, { global: wei(0n), byCapability: none })).toEqual(['llm/free'])
})

describe('the price of a model', () => {
  const priced = (...prices: readonly (readonly [bigint, bigint])[]) => ({
    ...advertising({ 27: { m: model() } }),
    priceInfo: { pricePerUnit: 7n, pixelsPerUnit: 1n, capability: 0, constraint: '' },
    capabilitiesPrices: prices.map(([pricePerUnit, pixelsPerUnit]) => ({
      pricePerUnit,
      pixelsPerUnit,
      capability: 27,
      constraint: 'm',
    })),
  })
  test.each<[string, readonly (readonly [bigint, bigint])[], boolean, boolean]>([
    ['is the base price when it has none of its own', [], false, true],
    ['is its own, though the base price is higher', [[5n, 1n]], true, true],
    ['is its own, though the base price is lower', [[50n, 1n]], false, false],
    [
      'is the first of several',
      [
        [50n, 1n],
        [5n, 1n],
      ],
      false,
      false,
    ],
    ['is the base price when its own has no denominator', [[1n, 0n]], false, true],
    ['is the base price when its own has a negative denominator', [[1n, -1n]], false, true],
    [
      'is the first that can be reckoned with',
      [
        [50n, 0n],
        [5n, 1n],
      ],
      true,
      true,
    ],
    ['may be negative, which is below every limit', [[-1n, 1n]], true, true],
  ])('%s', (_name, prices, fitsUnder5, fitsUnder7) => {
    expect(capabilitiesOf(priced(...prices), global(wei(5n))).length > 0).toBe(fitsUnder5)
    expect(capabilitiesOf(priced(...prices), global(wei(7n))).length > 0).toBe(fitsUnder7)
  })

  test('is none when neither can be reckoned with, and what has no price is not listed', () => {
    const priceInfo = { pricePerUnit: 7n, pixelsPerUnit: 0n, capability: 0, constraint: '' }
    expect(capabilitiesOf({ ...priced([1n, 0n]), priceInfo })).toEqual([])
    expect(capabilitiesOf({ ...priced(), priceInfo: null })).toEqual([])
  })
})
