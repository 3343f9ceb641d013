import { expect, test } from 'vitest'
import type { ModelDto } from '@/lib/api/contract/model'
import type { PriceDto } from '@/lib/api/contract/price'
import { sortModels } from './sort-models'

const price = (wei: string, unit: PriceDto['unit'] = 'pixel'): PriceDto => ({
  wei,
  per_units: '1',
  unit,
  wei_per_unit: wei,
  origin: 'roll-up',
  usd_per_unit: null,
  costs: [],
  implausible: null,
})

const model = (name: string | null, about: Partial<ModelDto> = {}): ModelDto => ({
  kind: 'ai',
  pipeline: 'text-to-image',
  model: name,
  unit: 'pixel',
  price: { n: 0, min: null, median: null, max: null, zero: 0, missing: 0, implausible: 0 },
  offerings: 1,
  nodes: 1,
  orchestrators: 1,
  states: { warm: 1, cold: 0, priced_only: 0, unknown: 0 },
  free_slots: null,
  slots_reported: 0,
  gpus: [],
  regions: [],
  latency: { n: 0, min_ms: null, p50_ms: null, p95_ms: null },
  ...about,
})

const priced = (name: string, min: PriceDto | null): ModelDto =>
  model(name, { price: { ...model(null).price, min, median: min } })

const order = (models: readonly ModelDto[], key: Parameters<typeof sortModels>[1]) =>
  sortModels(models, key).map(({ model: name, pipeline }) => name ?? pipeline)

test('prices are ordered within their unit, exactly, and what has none is last either way', () => {
  const models = [
    priced('none', null),
    priced('dear', price('9007199254740993')),
    priced('cheap', price('9007199254740992')),
    priced('tokens', price('1', 'token')),
  ]
  expect(order(models, { key: 'floor', isDescending: false })).toEqual(['cheap', 'dear', 'tokens', 'none'])
  expect(order(models, { key: 'median', isDescending: true })).toEqual(['dear', 'cheap', 'tokens', 'none'])
})

test('a model of which nobody can say whether it is warm comes last either way', () => {
  const models = [
    model('unknown', { states: { warm: 0, cold: 0, priced_only: 0, unknown: 1 } }),
    model('cold', { states: { warm: 0, cold: 1, priced_only: 0, unknown: 0 } }),
    model('warm'),
  ]
  expect(order(models, { key: 'warm', isDescending: true })).toEqual(['warm', 'cold', 'unknown'])
  expect(order(models, { key: 'warm', isDescending: false })).toEqual(['cold', 'warm', 'unknown'])
})

test('latency is the median where there are enough nodes, else that of the fastest', () => {
  const timed = (name: string, p50_ms: number | null, min_ms: number | null) =>
    model(name, { latency: { n: 1, min_ms, p50_ms, p95_ms: null } })
  const models = [timed('none', null, null), timed('b', 50, 1), timed('a', null, 20)]
  expect(order(models, { key: 'latency', isDescending: false })).toEqual(['a', 'b', 'none'])
})

test('without an order rows stay as they came', () => {
  const models = [model('b'), model(null), model('a')]
  expect(order(models, null)).toEqual(['b', 'text-to-image', 'a'])
  expect(order(models, { key: 'model', isDescending: false })).toEqual(['a', 'b', 'text-to-image'])
})
