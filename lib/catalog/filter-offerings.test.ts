import { expect, test } from 'vitest'
import { filterOfferings, type OfferingFilter } from './filter-offerings'
import type { Offering } from './offering'

const offering = (about: Partial<Offering>): Offering => ({
  id: 'id',
  nodeUri: 'https://n.example:8935',
  advertisedUri: null,
  orchestrator: null,
  kind: 'ai',
  pipeline: 'text-to-image',
  model: 'm',
  state: 'warm',
  price: { kind: 'missing' },
  otherPrices: [],
  unit: 'pixel',
  capacity: null,
  capacityInUse: null,
  gpus: [],
  region: null,
  nodeVersion: null,
  runnerVersion: null,
  latencyMs: 1,
  observedAt: 0,
  cadenceMs: 60_000,
  nodeOutcome: 'ok',
  ...about,
})
const all: OfferingFilter = {
  pipeline: [],
  model: [],
  gpu: [],
  region: [],
  state: [],
  maxPrice: null,
}
const wei = (wei: bigint) => ({ kind: 'stated', price: { wei, perUnits: 1n }, origin: 'model' }) as const
const card = (reportedName: string) => ({ key: reportedName, reportedName, memoryTotalBytes: null })

const OFFERINGS = [
  offering({
    id: 'a',
    model: 'x',
    price: wei(5n),
    gpus: [card('NVIDIA GeForce RTX 4090'), card('NVIDIA L40S')],
  }),
  offering({ id: 'b', model: 'y', state: 'cold', price: wei(9n) }),
  offering({ id: 'c', pipeline: 'llm', model: 'x' }),
]
const ids = (filter: Partial<OfferingFilter>) =>
  filterOfferings(OFFERINGS, { ...all, ...filter }).offerings.map(({ id }) => id)

test('filters narrow together; values of one filter widen', () => {
  expect(ids({})).toEqual(['a', 'b', 'c'])
  expect(ids({ model: ['x'] })).toEqual(['a', 'c'])
  expect(ids({ model: ['x', 'y'], pipeline: ['text-to-image'] })).toEqual(['a', 'b'])
  expect(ids({ state: ['cold'], model: ['x'] })).toEqual([])
})

test('a card is found by its canonical name, and a node that reports none by "unknown"', () => {
  expect(ids({ gpu: ['RTX 4090'] })).toEqual(['a'])
  expect(ids({ gpu: ['L40S'] })).toEqual(['a'])
  expect(ids({ gpu: ['unknown'] })).toEqual(['b', 'c'])
})

test('a ceiling admits what costs exactly that much, and nothing without a price', () => {
  expect(ids({ maxPrice: { wei: 5n, perUnits: 1n } })).toEqual(['a'])
  expect(ids({ maxPrice: { wei: 9n, perUnits: 1n } })).toEqual(['a', 'b'])
})

test('each facet is counted without its own filter, and a chosen value never vanishes', () => {
  const { facets } = filterOfferings(OFFERINGS, { ...all, model: ['y'], state: ['warm'] })
  expect(facets.model).toEqual([
    { value: 'x', count: 2 },
    { value: 'y', count: 0 },
  ])
  expect(facets.state).toEqual([
    { value: 'cold', count: 1 },
    { value: 'warm', count: 0 },
  ])
})
