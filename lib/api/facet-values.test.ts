import { expect, test } from 'vitest'
import { advertising, gpu, model } from '@/lib/domain/testdata/answer'
import { facetValuesDto } from './contract/facet-values'
import { asking } from './testdata/asking'
import { selling } from './testdata/selling-nodes'

const hardware = [
  {
    pipeline: 'text-to-image',
    modelId: 'flux',
    gpus: new Map([
      ['0', gpu()],
      ['1', gpu({ id: 'GPU-2', name: 'NVIDIA H100', major: 9, minor: 0 })],
    ]),
  },
]
const NODES = [
  selling('a', { flux: 4n, sdxl: 9n }, { latencyMs: 12.25, hardware }),
  selling('b', { flux: 5n }, { latencyMs: 99.5 }),
  selling(
    'c',
    {},
    {
      latencyMs: 700,
      ...advertising({ 33: { llama: model({ warm: false, capacity: 4, capacityInUse: 1 }) } }),
      capabilitiesPrices: [{ capability: 33, constraint: 'llama', pricePerUnit: 1n, pixelsPerUnit: 3n }],
    },
  ),
]
const ask = asking({
  nodes: NODES,
  rate: { rate: { numerator: 3_000n, denominator: 1n }, source: 'fixed', at: 1_500 },
})
const values = async (query = '') => {
  const { status, text } = await ask(`/api/v1/facets${query}`)
  expect([query, status]).toEqual([query, 200])
  return facetValuesDto.parse(JSON.parse(text))
}

test('every field that offerings are chosen by has its values, most first', async () => {
  const { count, total, facets } = await values()
  expect([count, total]).toEqual([4, 4])
  expect(facets).toMatchObject({
    model: [
      { value: 'flux', count: 2 },
      { value: 'llama', count: 1 },
      { value: 'sdxl', count: 1 },
    ],
    category: [
      { value: 'image', count: 3 },
      { value: 'text', count: 1 },
    ],
    state: [
      { value: 'warm', count: 3 },
      { value: 'cold', count: 1 },
    ],
    // A row with two cards counts under both.
    gpu: [
      { value: 'unknown', count: 3 },
      { value: 'H100', count: 1 },
      { value: 'RTX 4090', count: 1 },
    ],
    compute_capability: [
      { value: '8.9', count: 1 },
      { value: '9.0', count: 1 },
      { value: null, count: 3 },
    ].sort((a, b) => b.count - a.count),
    unit: [
      { value: 'pixel', count: 3 },
      { value: 'token', count: 1 },
    ],
    price_state: [{ value: 'stated', count: 4 }],
  })
})

test('a chosen field still shows its other values, and all others only what is left', async () => {
  const { count, facets } = await values('?model=llama')
  expect(count).toBe(1)
  expect(facets.model?.map(({ value, count: rows }) => [value, rows])).toEqual([
    ['flux', 2],
    ['llama', 1],
    ['sdxl', 1],
  ])
  expect(facets.unit).toEqual([{ value: 'token', count: 1 }])
  // What is chosen stays visible, also when nothing has it.
  expect((await values('?model=none&unit=token')).facets.model).toContainEqual({ value: 'none', count: 0 })
})

test('numbers have their range, of rows that state one, without the filter of their own', async () => {
  const { ranges } = await values('?latency_ms[lte]=50')
  expect(ranges).toMatchObject({
    latency_ms: { n: 4, min: 12.3, max: 700 },
    capacity: { n: 2, min: 1, max: 1 },
    capacity_free: { n: 2, min: 1, max: 1 },
    vram_gb: { n: 1, min: 24, max: 24 },
    vram_gib: { n: 1, min: 23.98828125, max: 23.98828125 },
    reached_share: { n: 2, min: 1, max: 1 },
  })
  expect((await values('?kind=byoc')).ranges.latency_ms).toEqual({ n: 0, min: null, max: null, bins: [] })
})

test('the bars of a range hold every number once, those of prices in whole wei as well', async () => {
  const { ranges, prices } = await values()
  const bins = ranges.latency_ms?.bins ?? []
  expect([bins[0]?.from, bins.at(-1)?.to]).toEqual([12.3, 700])
  expect(bins.filter(({ count }) => count > 0).map(({ count }) => count)).toEqual([2, 1, 1])
  expect(bins.slice(1).map(({ from }) => from)).toEqual(bins.slice(0, -1).map(({ to }) => to))
  const [pixel, token] = prices
  expect(pixel?.bins.filter(({ count }) => count > 0)).toMatchObject([
    { from: '4', count: 1 },
    { from: '5', count: 1 },
    { to: '9', count: 1 },
  ])
  expect(token?.bins).toEqual([{ from: '0.333333333333333333', to: '0.333333333333333333', count: 1 }])
})

test('prices have their range by unit, in wei and dollars, without the filter of their own', async () => {
  for (const query of ['', '?unit=pixel&price[lte]=4', '?unit=token']) {
    const { prices } = await values(query)
    expect(prices.map(({ unit, n, min, max }) => [unit, n, min.wei_per_unit, max.wei_per_unit])).toEqual([
      ['pixel', 3, '4', '9'],
      ['token', 1, '0.333333333333333333', '0.333333333333333333'],
    ])
    // A third of a wei, times a million, at 3,000 dollars.
    expect(prices[1]?.min.costs).toMatchObject([{ label: '1M tokens', usd: '0.000000001' }])
  }
  expect((await values('?model=flux')).prices).toMatchObject([{ unit: 'pixel', n: 2, max: { wei: '5' } }])
})

test('what orders, pages and writes rows is refused, and not advised to whoever mistypes a filter', async () => {
  for (const parameter of ['sort', 'limit', 'cursor', 'fields', 'include', 'format']) {
    const { status, text } = await ask(`/api/v1/facets?${parameter}=1`)
    expect([parameter, status]).toEqual([parameter, 400])
    expect(JSON.parse(text).errors).toEqual([
      { parameter, detail: 'is not a parameter of this address, which answers with values instead of rows' },
    ])
  }
  const { text } = await ask('/api/v1/facets?colour=red')
  expect(JSON.parse(text).errors[0].detail).toMatch(/known: id, .*, q$/)
})
