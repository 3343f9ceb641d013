import { describe, expect, test } from 'vitest'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { priceSpread } from './price-spread'
import {
  rollUpGpus,
  rollUpModels,
  rollUpOrchestrators,
  rollUpPipelines,
  rollUpPricedModels,
  rollUpRegions,
} from './roll-up'
import { offering } from './testdata/offering'

const card = (
  key: string,
  reportedName = 'NVIDIA GeForce RTX 4090',
  memoryTotalBytes: bigint | null = 24n,
) => ({
  key,
  reportedName,
  memoryTotalBytes,
  memoryFreeBytes: null,
  computeCapability: null,
})
const at = (name: string) => ({ nodeUri: `https://${name}.example:8935` })

describe('the spread of prices', () => {
  const spread = (...wei: (bigint | null)[]) => priceSpread(wei.map((one) => offering({ wei: one })))
  test('has an exact median, between two middle prices their mean', () => {
    expect(spread(3n, 1n, 2n)).toMatchObject({
      n: 3,
      min: { wei: 1n },
      median: { wei: 2n },
      max: { wei: 3n },
    })
    // Too close for floating point.
    const near = [9_007_199_254_740_993n, 9_007_199_254_740_992n].map((wei) =>
      offering({ price: { kind: 'stated', price: { wei, perUnits: 10n ** 9n }, origin: 'model' } }),
    )
    expect(priceSpread(near).median).toEqual({
      wei: 18_014_398_509_481_985n * 10n ** 9n,
      perUnits: 2n * 10n ** 18n,
    })
    expect(spread(7n, 7n).median).toEqual({ wei: 7n, perUnits: 1n })
  })
  test('counts stated zeros in, what is missing and what nobody can mean apart', () =>
    expect(spread(0n, null, 4n, 100_000_000_000_000n)).toEqual({
      n: 2,
      min: { wei: 0n, perUnits: 1n },
      p25: { wei: 0n, perUnits: 1n },
      p75: { wei: 4n, perUnits: 1n },
      median: { wei: 4n, perUnits: 2n },
      max: { wei: 4n, perUnits: 1n },
      zero: 1,
      missing: 1,
      implausible: 1,
    }))
  test('of nothing is nothing', () =>
    expect(spread(null)).toMatchObject({ n: 0, min: null, median: null, max: null, missing: 1 }))
})

test('a model is rolled up by kind and unit: like-named capabilities of an operator stay apart', () => {
  const models = rollUpModels([
    offering(at('a')),
    offering({ ...at('b'), state: 'cold' }),
    offering({ ...at('c'), kind: 'byoc', unit: 'unit', state: 'unknown' }),
    offering({ ...at('c'), model: null }),
  ])
  expect(models.map(({ kind, model, unit, nodes }) => [kind, model, unit, nodes])).toEqual([
    ['ai', 'flux', 'pixel', 2],
    ['byoc', 'flux', 'unit', 1],
    ['ai', null, 'pixel', 1],
  ])
  expect(models[0]?.states).toEqual({ warm: 1, cold: 1, 'priced-only': 0, unknown: 0 })
})

test('a model has a spread for each unit that it is priced in, and only nodes that say they serve it', () => {
  const runner = { kind: 'live-runner', pipeline: 'any/app', model: null } as const
  const models = rollUpPricedModels([
    offering({ ...at('a'), ...runner, unit: 'second', wei: 3n }),
    offering({ ...at('a'), ...runner, unit: 'use', wei: 7n }),
    offering({ ...at('b'), ...runner, unit: 'second', wei: 5n, nodeOutcome: 'timed-out' }),
    offering({ ...at('c'), ...runner, unit: 'second', wei: null, nodeOutcome: 'no-price' }),
    offering({ ...at('c'), state: 'priced-only' }),
  ])
  expect(models).toMatchObject([
    {
      ...runner,
      nodes: 3,
      prices: [
        { unit: 'second', spread: { n: 2, min: { wei: 3n }, median: { wei: 8n, perUnits: 2n }, missing: 1 } },
        { unit: 'use', spread: { n: 1, median: { wei: 7n } } },
      ],
    },
  ])
})

test('nodes count once for latency and regions, cards once for all, whatever is served on them', () => {
  const region = { name: 'eu-west', from: 'node' } as const
  const [pipeline] = rollUpPipelines([
    offering({ ...at('a'), gpus: [card('1'), card('2')], region, latencyMs: 10 }),
    offering({ ...at('a'), model: 'sdxl', gpus: [card('2')], region, latencyMs: 10 }),
    offering({ ...at('b'), orchestrator: null, latencyMs: 20 }),
  ])
  expect(pipeline).toMatchObject({
    name: 'text-to-image',
    models: 2,
    offerings: 3,
    nodes: 2,
    orchestrators: 1,
    gpus: [{ name: 'RTX 4090', count: 2 }],
    regions: [{ name: 'eu-west', count: 1 }],
    latency: { n: 2, p50Ms: null },
  })
})

test('free slots are of those that state a plausible capacity, and unknown where nobody does', () => {
  const [one] = rollUpPipelines([
    offering({ capacity: 4, capacityInUse: 1 }),
    offering({ capacity: 2, capacityInUse: null }),
    offering({ capacity: 1, capacityInUse: 3 }),
    offering({ capacity: 67_542, capacityInUse: null }),
    offering({ capacity: null, capacityInUse: 2 }),
  ])
  expect(one).toMatchObject({ freeSlots: 5, slotsReported: 3 })
  expect(rollUpPipelines([offering()])[0]).toMatchObject({ freeSlots: null, slotsReported: 0 })
})

test('what has no region or no orchestrator is in no group of that kind', () => {
  const region = { name: 'eu-west', from: 'geoip' } as const
  const two = [offering({ region }), offering({ orchestrator: null })]
  expect(rollUpRegions(two).map(({ name, offerings }) => [name, offerings])).toEqual([['eu-west', 1]])
  expect(rollUpOrchestrators(two).map(({ name }) => name)).toEqual([addressFromBytes(Uint8Array.of(1))])
})

test('cards are grouped by model and size, over all nodes that report them, with what runs on them', () => {
  const gpusByNode = new Map([
    ['a', [card('1'), card('2', 'NVIDIA GeForce RTX 4090', 48n)]],
    ['b', [card('1'), card('3', 'RTX 4090')]],
  ])
  expect(
    rollUpGpus(
      gpusByNode,
      [offering({ gpus: [card('1')] }), offering({ model: null, gpus: [card('3')], pipeline: 'app' })],
      new Map([['a', 'us-east']]),
    ),
  ).toEqual([
    {
      name: 'RTX 4090',
      memoryTotalBytes: 24n,
      cards: 2,
      nodes: 2,
      models: ['flux'],
      // A card that two nodes report is one card, in both regions.
      regions: [
        { name: null, cards: 2 },
        { name: 'us-east', cards: 1 },
      ],
      pipelines: [
        { name: 'app', cards: 1 },
        { name: 'text-to-image', cards: 1 },
      ],
    },
    {
      name: 'RTX 4090',
      memoryTotalBytes: 48n,
      cards: 1,
      nodes: 1,
      models: [],
      regions: [{ name: 'us-east', cards: 1 }],
      pipelines: [],
    },
  ])
})
