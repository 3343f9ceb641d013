import { expect, test } from 'vitest'
import type { OfferingDto } from '@/lib/api/contract/offering'
import type { PriceDto } from '@/lib/api/contract/price'
import { groupByUnit, sortOfferings } from './sort-offerings'

const price = (wei: string, per_units = '1', unit: PriceDto['unit'] = 'pixel'): PriceDto => ({
  wei,
  per_units,
  unit,
  wei_per_unit: '0',
  origin: 'model',
  usd_per_unit: null,
  costs: [],
  implausible: null,
})

const offering = (id: string, some: Partial<OfferingDto> = {}): OfferingDto => ({
  id,
  node_uri: `https://${id}.example:8935`,
  advertised_uri: null,
  orchestrator: null,
  orchestrator_name: null,
  kind: 'ai',
  pipeline: 'text-to-image',
  category: 'image',
  model: null,
  model_name: null,
  state: 'warm',
  price: null,
  price_state: 'missing',
  other_prices: [],
  capacity: null,
  capacity_in_use: null,
  capacity_free: null,
  capacity_is_implausible: false,
  gpus: [],
  region: null,
  node_version: null,
  runner_version: null,
  latency_ms: null,
  observed_at: '2026-03-01T10:00:00.000Z',
  cadence_ms: 60_000,
  fresh_until: '2026-03-01T10:01:30.000Z',
  stale_after: '2026-03-01T10:03:00.000Z',
  expires_at: '2026-03-01T10:08:00.000Z',
  reliability: { health: 'up', since: '2026-03-01T10:00:00.000Z', reached: 1, asked: 1 },
  node_outcome: 'ok',
  ...some,
})

const ids = (offerings: readonly OfferingDto[]) => offerings.map(({ id }) => id).join(' ')

test('without a sort the order of the server stands', () => {
  const rows = [offering('b'), offering('a')]
  expect(sortOfferings(rows, null)).toBe(rows)
})

test('prices compare exactly where floating point sees no difference', () => {
  const rows = [
    offering('dearer', { price: price('9007199254740993') }),
    offering('cheaper', { price: price('9007199254740992') }),
    offering('third', { price: price('1', '3') }),
    offering('zero', { price: price('0') }),
  ]
  expect(ids(sortOfferings(rows, { key: 'price', isDescending: false }))).toBe('zero third cheaper dearer')
  expect(ids(sortOfferings(rows, { key: 'price', isDescending: true }))).toBe('dearer cheaper third zero')
})

test('equal fractions keep their order', () => {
  const rows = [offering('a', { price: price('2', '4') }), offering('b', { price: price('1', '2') })]
  expect(ids(sortOfferings(rows, { key: 'price', isDescending: false }))).toBe('a b')
  expect(ids(sortOfferings(rows, { key: 'price', isDescending: true }))).toBe('a b')
})

test('unlike units are never mixed, and no price comes last both ways', () => {
  const rows = [
    offering('none'),
    offering('token', { price: price('1', '1', 'token') }),
    offering('pixel-5', { price: price('5') }),
    offering('pixel-1', { price: price('1') }),
  ]
  const up = sortOfferings(rows, { key: 'price', isDescending: false })
  const down = sortOfferings(rows, { key: 'price', isDescending: true })
  expect(ids(up)).toBe('pixel-1 pixel-5 token none')
  expect(ids(down)).toBe('pixel-5 pixel-1 token none')
  expect(groupByUnit(up).map(({ unit, offerings }) => [unit, offerings.length])).toEqual([
    ['pixel', 2],
    ['token', 1],
    [null, 1],
  ])
})

test('no data comes last in both directions', () => {
  const rows = [
    offering('unknown'),
    offering('huge', { latency_ms: 1e9 }),
    offering('zero', { latency_ms: 0 }),
    offering('one', { latency_ms: 1 }),
  ]
  expect(ids(sortOfferings(rows, { key: 'latency', isDescending: false }))).toBe('zero one huge unknown')
  expect(ids(sortOfferings(rows, { key: 'latency', isDescending: true }))).toBe('huge one zero unknown')
})

test('a capacity that cannot be one counts as no data', () => {
  const rows = [
    offering('odd', { capacity: 67_542, capacity_is_implausible: true }),
    offering('two', { capacity: 2 }),
  ]
  expect(ids(sortOfferings(rows, { key: 'capacity', isDescending: true }))).toBe('two odd')
})

test('the youngest has the smallest age, warm comes before cold, numbers in names count', () => {
  const rows = [
    offering('node-10', { state: 'cold', observed_at: '2026-03-01T09:00:00.000Z' }),
    offering('node-9', { state: 'warm' }),
  ]
  for (const key of ['age', 'state', 'node'] as const)
    expect(ids(sortOfferings(rows, { key, isDescending: false }))).toBe('node-9 node-10')
})
