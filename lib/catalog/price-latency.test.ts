import { expect, test } from 'vitest'
import type { Offering } from './offering'
import { priceLatency } from './price-latency'
import { offering } from './testdata/offering'

const ASK = { pipeline: null, unit: null }
const at = (id: string, wei: bigint | null, latencyMs: number, about: Partial<Offering> = {}) =>
  offering({ id, wei, latencyMs, ...about })
const frontOf = (offerings: readonly Offering[]) =>
  priceLatency({ offerings }, ASK).points.flatMap(({ offering: { id }, isOnFront }) => (isOnFront ? id : []))

test('points come from the cheapest on, and say who is on the front', () => {
  const { points } = priceLatency({ offerings: [at('c', 9n, 5), at('b', 4n, 90), at('a', 2n, 20)] }, ASK)
  expect(points.map(({ offering: { id }, isOnFront }) => [id, isOnFront])).toEqual([
    ['a', true],
    ['b', false],
    ['c', true],
  ])
})

test('prices are compared as fractions, exactly', () => {
  const third = {
    kind: 'stated',
    origin: 'model',
    price: { wei: 10n ** 30n, perUnits: 3n * 10n ** 25n },
  } as const
  const more = { ...third, price: { ...third.price, wei: 10n ** 30n + 1n } }
  expect(frontOf([at('dearer', 0n, 10, { price: more }), at('cheaper', 0n, 10, { price: third })])).toEqual([
    'cheaper',
  ])
})

test('what nobody can have beats nobody: not advertised, silent, or at a price that nobody can mean', () => {
  const offerings = [
    at('listed', 1n, 1, { state: 'priced-only' }),
    at('silent', 1n, 1, { nodeOutcome: 'timed-out' }),
    at('absurd', 10n ** 18n, 1),
    at('unpriced', null, 1),
    at('real', 5n, 50),
  ]
  expect(frontOf(offerings)).toEqual(['real'])
  expect(priceLatency({ offerings }, ASK)).toMatchObject({
    offerings: 5,
    priced: 3,
    missing: 1,
    implausible: 1,
    onFront: 1,
  })
})

test('it is the pipeline of most loaded models and the unit of most offerings unless another one is asked for, and one unit at a time', () => {
  const offerings = [
    ...['v', 'w', 'x', 'y'].map((id) => at(id, 1n, 1, { pipeline: 'transcoding', state: 'unknown' })),
    at('a', 1n, 1, { pipeline: 'llm', unit: 'token' }),
    at('b', 1n, 1, { pipeline: 'app', unit: 'second' }),
    at('c', 1n, 1, { pipeline: 'app', unit: 'second' }),
    at('d', 1n, 1, { pipeline: 'app', unit: 'use' }),
  ]
  const first = priceLatency({ offerings }, ASK)
  expect([first.pipeline, first.unit, first.points.length]).toEqual(['app', 'second', 2])
  expect(first.units).toEqual([
    { unit: 'second', offerings: 2 },
    { unit: 'use', offerings: 1 },
  ])
  const other = priceLatency({ offerings }, { pipeline: 'app', unit: 'use' })
  expect(other.points.map(({ offering: { id } }) => id)).toEqual(['d'])
})

test('of a pipeline that nobody offers, or of nothing, there are no points', () => {
  expect(priceLatency({ offerings: [] }, ASK)).toMatchObject({ pipeline: null, unit: null, points: [] })
  const none = priceLatency({ offerings: [at('a', 1n, 1)] }, { pipeline: 'none', unit: null })
  expect(none).toMatchObject({ pipeline: 'none', unit: null, units: [], points: [] })
})

test('of thousands the whole front stays, and the others are thinned out over all prices', () => {
  const crowd = Array.from({ length: 5_000 }, (_, i) => at(`o${i}`, BigInt(1_000 + i), 1_000 - (i % 7)))
  const best = [at('cheap', 1n, 2_000), at('fast', 100_000n, 1)]
  const { points, leftOut, onFront } = priceLatency({ offerings: [...crowd, ...best] }, ASK)
  expect(points).toHaveLength(300)
  expect(leftOut).toBe(5_002 - 300)
  expect(points.filter(({ isOnFront }) => isOnFront)).toHaveLength(onFront)
  expect(points[0]?.offering.id).toBe('cheap')
  expect(points.at(-1)?.offering.id).toBe('fast')
})
