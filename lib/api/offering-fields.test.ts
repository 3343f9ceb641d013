import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { advertising, answer, gpu, model } from '@/lib/domain/testdata/answer'
import { liveRunner } from '@/lib/livepeer/testdata/runner'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { offeringDto } from './contract/offering'
import { asking } from './testdata/asking'
import { selling, uriOf } from './testdata/selling-nodes'

/** What an offering says beside its price, as clients read it, filter by it and sort by it. */
const GIB = 1n << 30n
const cards = (...gpus: ReturnType<typeof gpu>[]) => [
  { pipeline: 'text-to-image', modelId: 'org/flux', gpus: new Map(gpus.map((card, i) => [String(i), card])) },
]
const price = (capability: number, constraint: string, pricePerUnit: bigint, pixelsPerUnit = 1n) => ({
  capability,
  constraint,
  pricePerUnit,
  pixelsPerUnit,
})
const NODES = [
  selling(
    'a',
    { 'org/flux': 4n },
    {
      hardware: cards(
        gpu({ id: 'G1', memoryTotalBytes: 24n * GIB, memoryFreeBytes: 3n * GIB }),
        gpu({ id: 'G2', memoryTotalBytes: 24n * GIB, memoryFreeBytes: 2n * GIB }),
        gpu({ id: 'G3', memoryTotalBytes: 24n * GIB, memoryFreeBytes: 0n }),
        gpu({
          id: 'G4',
          name: 'NVIDIA H100',
          major: 9,
          minor: 0,
          memoryTotalBytes: 80n * GIB,
          memoryFreeBytes: 0n,
        }),
      ),
    },
  ),
  selling(
    'b',
    {},
    {
      ...advertising({
        35: {
          zero: model({ capacity: 4, capacityInUse: 1 }),
          dear: model({ capacity: 2, capacityInUse: 3 }),
          invalid: model({ capacity: 500 }),
          missing: model({ capacity: 0 }),
        },
      }),
      capabilitiesPrices: [
        price(35, 'zero', 0n),
        price(35, 'dear', 10n ** 15n),
        price(35, 'invalid', 5n, 0n),
      ],
    },
  ),
  {
    ...selling(
      'c',
      {},
      {
        capabilitiesPrices: [price(37, 'my-capability', 10n ** 30n)],
        priceInfo: price(0, '', 7n),
        capabilities: {
          bitstring: [1n],
          mandatories: [],
          capacities: new Map(),
          version: '',
          constraints: null,
        },
      },
    ),
    runners: {
      kind: 'listed',
      detail: null,
      askedAt: 1_000,
      readAt: 1_000,
      listings: [{ address: uriOf('c'), runners: [liveRunner()] }],
      refused: [],
    } as const,
  },
]
const ask = asking({ nodes: NODES })
async function offerings(query = '') {
  const { status, text } = await ask(`/api/v1/offerings${query}`)
  expect([query, status]).toEqual([query, 200])
  return z.object({ offerings: z.array(offeringDto) }).parse(JSON.parse(text)).offerings
}
const names = async (query: string) =>
  (await offerings(query)).map(({ model: id, pipeline }) => id ?? pipeline).sort()
const only = async (query: string) => {
  const [offering, ...others] = await offerings(query)
  if (!offering || others.length > 0) throw new Error(`${query} is not one`)
  return offering
}

test('cards of one kind are one entry, with what is free of all that say so', async () => {
  const { gpus } = await only('?model=org/flux')
  expect(gpus).toMatchObject([
    {
      name: 'RTX 4090',
      reported_name: 'NVIDIA GeForce RTX 4090',
      count: 3,
      memory_total_bytes: String(24n * GIB),
      memory_free_bytes: String(5n * GIB),
      compute_capability: '8.9',
    },
    { name: 'H100', count: 1, memory_free_bytes: null, compute_capability: '9.0' },
  ])
})

test.each([
  ['?vram_gib[gte]=80', ['org/flux']],
  ['?vram_gib=24', []],
  ['?vram_gib[exists]=true', ['daydream/scope', 'org/flux']],
  ['?compute_capability=8.9', ['org/flux']],
  ['?compute_capability[all]=8.9,9.0', ['org/flux']],
  ['?compute_capability[not_in]=9.0&kind=live-runner', ['daydream/scope']],
  ['?model_name=flux', ['org/flux']],
  ['?model_name=org/flux', []],
  ['?category=image', ['org/flux']],
  ['?category=video', ['dear', 'invalid', 'missing', 'transcoding', 'zero']],
  ['?category[exists]=false', ['daydream/scope', 'my-capability']],
  ['?price_state=zero', ['zero']],
  ['?price_state=implausible', ['dear']],
  ['?price_state=invalid', ['invalid']],
  ['?price_state=missing', ['missing']],
  ['?price_state=stated', ['daydream/scope', 'my-capability', 'org/flux', 'transcoding']],
  ['?has_price=false', ['invalid', 'missing']],
  ['?capacity_free[gte]=3', ['zero']],
  ['?capacity_free=0', ['dear']],
  // What cannot be a number of slots leaves nothing to say of those that are free.
  ['?capacity_free[exists]=false&kind=ai', ['invalid', 'missing']],
  ['?kind=transcoding', ['transcoding']],
  ['?kind=byoc', ['my-capability']],
])('%s', async (query, expected) => expect(await names(query)).toEqual(expected))

describe('what each says of itself', () => {
  test('a model of a pipeline', async () =>
    expect(await only('?model=org/flux')).toMatchObject({
      kind: 'ai',
      pipeline: 'text-to-image',
      category: 'image',
      model_name: 'flux',
      price_state: 'stated',
      price: { unit: 'pixel' },
      capacity: 1,
      capacity_in_use: null,
      capacity_free: 1,
      capacity_is_implausible: false,
    }))

  test('a model whose capacity can be none', async () =>
    expect(await only('?model=invalid')).toMatchObject({
      price: null,
      price_state: 'invalid',
      capacity: 500,
      capacity_free: null,
      capacity_is_implausible: true,
    }))

  test('a price that nobody can mean is there, and says why', async () =>
    expect(await only('?model=dear')).toMatchObject({
      price_state: 'implausible',
      price: { wei: String(10n ** 15n), implausible: expect.stringContaining('ETH') },
    }))

  test('transcoding', async () =>
    expect(await only('?kind=transcoding')).toMatchObject({
      pipeline: 'transcoding',
      category: 'video',
      model: null,
      model_name: null,
      state: 'unknown',
      price: { wei: '7', unit: 'pixel', origin: 'base' },
    }))

  test('a capability that an operator brings along, of which nobody knows what a unit buys', async () =>
    expect(await only('?kind=byoc')).toMatchObject({
      pipeline: 'my-capability',
      category: null,
      price_state: 'stated',
      price: { unit: 'unit', costs: [], implausible: null },
    }))

  test('a live runner', async () =>
    expect(await only('?kind=live-runner')).toMatchObject({
      pipeline: 'daydream/scope',
      category: null,
      model: null,
      state: 'warm',
      capacity: 2,
      capacity_in_use: 1,
      capacity_free: 1,
      price: { unit: 'second' },
    }))
})

test('they sort by what is new as well, rows without it last either way', async () => {
  const order = async (sort: string) =>
    (await offerings(`?sort=${sort}`)).map(({ capacity_free }) => capacity_free)
  expect(await order('capacity_free')).toEqual([0, 1, 1, 3, null, null, null, null])
  expect(await order('-capacity_free')).toEqual([3, 1, 1, 0, null, null, null, null])
  const [largest] = await offerings('?sort=-vram_gib')
  expect(largest?.model).toBe('org/flux')
})

test('whoever filters by a latency as it was read finds it, in every format', async () => {
  const ask = asking({
    nodes: [
      observation({
        lastAnswer: lastAnswer({
          answer: answer(advertising({ 27: { m: model() } })),
          latencyMs: 189.18376700000954,
        }),
      }),
    ],
  })
  const read: { offerings: { latency_ms: number }[] } = JSON.parse((await ask('/api/v1/offerings')).text)
  expect(read.offerings[0]?.latency_ms).toBe(189.2)
  for (const query of ['latency_ms=189.2', 'latency_ms[lte]=189.2', 'latency_ms[gte]=189.2'])
    expect([query, JSON.parse((await ask(`/api/v1/offerings?${query}`)).text).count]).toEqual([
      query,
      read.offerings.length,
    ])
  expect((await ask('/api/v1/offerings?fields=latency_ms&format=csv')).text).toContain('\n189.2\r')
})
