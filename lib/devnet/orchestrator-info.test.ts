import { expect, test } from 'vitest'
import { seededRandom } from '@/lib/domain/seeded-random'
import { GoError } from './go-errors'
import { TicketRecipient } from './jobs/ticket-recipient'
import { orchestratorInfo } from './orchestrator-info'
import { type Sketch, scenario } from './scenario'
import { askingFor } from './test-client'

const NOW = 1_800_000_000_000
const image = { pipeline: 'text-to-image', model: 'image' } as const
const live = { pipeline: 'live-video-to-video', model: 'live' } as const

const context = (seed = 'test', transcoder = 'https://node.localhost:1') => ({
  transcoder,
  nodes: [],
  random: seededRandom(seed),
  now: NOW,
  secret: new Uint8Array(32),
  recipient: new TicketRecipient(new Uint8Array(32)),
  jobUri: null,
  takenPlaces: () => 0,
})

const OFF_CHAIN = {
  address: new Uint8Array(20),
  sig: new Uint8Array(0),
  capabilities: null,
  ignoreCapacityCheck: false,
}

const inventory = (sketch: Sketch, seed?: string) =>
  orchestratorInfo(scenario(sketch), OFF_CHAIN, context(seed))
const quote = (sketch: Sketch, models: Parameters<typeof askingFor>[0], ignoreCapacityCheck = false) =>
  orchestratorInfo(
    scenario(sketch),
    { ...OFF_CHAIN, capabilities: askingFor(models), ignoreCapacityCheck },
    context(),
  )

test('an inventory has base price, prices and hardware; a quote has the price of what is asked and neither list', () => {
  const node: Sketch = {
    name: 'n',
    basePrice: 9n,
    cards: ['L4'],
    models: [{ ...image, price: 500n, cards: [0] }],
  }
  expect(inventory(node)).toMatchObject({ priceInfo: { pricePerUnit: 9n, pixelsPerUnit: 1n } })
  expect(inventory(node).hardware).toHaveLength(1)
  expect(inventory(node).capabilitiesPrices).toHaveLength(1)
  const quoted = quote(node, [[27, 'image']])
  expect(quoted.priceInfo).toMatchObject({ pricePerUnit: 500n, pixelsPerUnit: 1n })
  expect(quoted.hardware).toEqual([])
  expect(quoted.capabilitiesPrices).toEqual([])
  expect(quoted.capabilities?.constraints?.perCapability.get(27)?.models.has('image')).toBe(true)
})

test('a quote for several models is their exact sum', () => {
  const node: Sketch = {
    name: 'n',
    models: [
      { ...image, price: [1n, 3n] },
      { pipeline: 'llm', model: 'words', price: [1n, 6n] },
    ],
  }
  expect(
    quote(node, [
      [27, 'image'],
      [33, 'words'],
    ]).priceInfo,
  ).toMatchObject({ pricePerUnit: 1n, pixelsPerUnit: 2n })
})

test('a model counts only when the request gives its capability a capacity', () => {
  const capabilities = { ...askingFor([[27, 'image']]), capacities: new Map<number, number>() }
  const info = orchestratorInfo(
    scenario({ name: 'n', basePrice: 9n, models: [{ ...image, price: 500n }] }),
    { ...OFF_CHAIN, capabilities },
    context(),
  )
  expect(info.priceInfo?.pricePerUnit).toBe(9n)
})

test('a quote for what has no price, or a price of zero, is the base price', () => {
  const node: Sketch = { name: 'n', basePrice: 9n, models: [{ ...image, price: 0n }] }
  expect(quote(node, [[27, 'image']]).priceInfo?.pricePerUnit).toBe(9n)
  expect(quote(node, [[33, 'unheard-of']]).priceInfo?.pricePerUnit).toBe(9n)
})

test('no base price is no price, not a price of zero', () => {
  expect(inventory({ name: 'n', basePrice: null }).priceInfo).toBeNull()
  expect(inventory({ name: 'n', basePrice: 0n }).priceInfo).toMatchObject({
    pricePerUnit: 0n,
    pixelsPerUnit: 1n,
  })
})

test('an inventory floors the price of a model to whole wei, the quote keeps the fraction', () => {
  const node: Sketch = { name: 'n', models: [{ ...image, price: [12n, 5n] }] }
  expect(inventory(node).capabilitiesPrices[0]).toMatchObject({ pricePerUnit: 2n, pixelsPerUnit: 1n })
  expect(quote(node, [[27, 'image']]).priceInfo).toMatchObject({ pricePerUnit: 12n, pixelsPerUnit: 5n })
})

test('a sum beyond int64 is refused in the words of a node', () => {
  const node: Sketch = {
    name: 'n',
    models: [
      { ...image, price: 2n ** 63n - 1n },
      { pipeline: 'llm', model: 'words', price: 1n },
    ],
  }
  expect(() =>
    quote(node, [
      [27, 'image'],
      [33, 'words'],
    ]),
  ).toThrow('price cannot be converted to int64')
})

test('live video without an idle container is capped, unless the check is waived; other pipelines are never checked', () => {
  const busy: Sketch = {
    name: 'n',
    models: [
      { ...live, capacity: 0, inUse: 2 },
      { ...image, capacity: 0 },
    ],
  }
  expect(() => quote(busy, [[35, 'live']])).toThrow(
    new GoError('Invalid orchestrator request: OrchestratorCapped'),
  )
  expect(quote(busy, [[35, 'live']], true).transcoder).not.toBe('')
  expect(quote(busy, [[27, 'image']]).transcoder).not.toBe('')
  expect(
    quote({ name: 'n', models: [{ ...live, capacity: 1 }] }, [
      [35, 'other'],
      [35, 'live'],
    ]).transcoder,
  ).not.toBe('')
})

test('a node that takes no work itself answers its inventory even to a request for a quote', () => {
  const info = orchestratorInfo(
    scenario({ name: 'n', basePrice: 9n, models: [{ ...image, price: 500n }] }),
    { ...OFF_CHAIN, capabilities: askingFor([[27, 'image']]) },
    context('test', ''),
  )
  expect(info.capabilitiesPrices).toHaveLength(1)
  expect(info.priceInfo?.pricePerUnit).toBe(9n)
})

test('an address without a signature is turned away, one that looks signed is not, and zeros need none', () => {
  const asked = (address: Uint8Array, sig: Uint8Array) => () =>
    orchestratorInfo(scenario({ name: 'n' }), { ...OFF_CHAIN, address, sig }, context())
  const somebody = new Uint8Array(20).fill(7)
  const signature = new Uint8Array(65).fill(27)
  expect(asked(somebody, new Uint8Array(0))).toThrow(
    'Invalid orchestrator request: orchestrator req sig check failed',
  )
  expect(asked(somebody, new Uint8Array(65))).toThrow(GoError)
  expect(asked(somebody, signature)).not.toThrow()
  expect(asked(new Uint8Array(0), new Uint8Array(0))).not.toThrow()
})

test('token and ticket are fresh in every answer; the token lives for 30 minutes', () => {
  const node = scenario({ name: 'n' })
  const one = context()
  const [first, second] = [orchestratorInfo(node, OFF_CHAIN, one), orchestratorInfo(node, OFF_CHAIN, one)]
  expect(first.authToken?.sessionId).toMatch(/^[0-9a-f]{8}$/)
  expect(first.authToken?.token).toHaveLength(32)
  expect(first.authToken?.expiration).toBe(BigInt(NOW / 1_000 + 30 * 60))
  expect(second.authToken?.sessionId).not.toBe(first.authToken?.sessionId)
  expect(second.ticketParams?.recipientRandHash).not.toEqual(first.ticketParams?.recipientRandHash)
  expect(second.ticketParams?.recipient).toEqual(first.ticketParams?.recipient)
  expect(first.ticketParams?.faceValue[0]).not.toBe(0)
})

test('prices come in another order each time, as from a Go map', () => {
  const models = Array.from({ length: 8 }, (_, i) => ({
    pipeline: 'llm' as const,
    model: `m${i}`,
    price: 1n,
  }))
  const orders = Array.from({ length: 5 }, (_, i) =>
    inventory({ name: 'n', models }, `seed ${i}`).capabilitiesPrices.map(({ constraint }) => constraint),
  )
  expect(new Set(orders.map((order) => order.join())).size).toBeGreaterThan(1)
  for (const order of orders) expect([...order].sort()).toEqual(models.map(({ model }) => model))
})
