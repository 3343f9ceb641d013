import { expect, test } from 'vitest'
import { scenario } from './scenario'

const realVis = { pipeline: 'text-to-image', model: 'SG161222/RealVisXL_V4.0_Lightning' } as const

test('a plain node has the bits and capacities of the default capabilities and nothing else', () => {
  const { capabilities } = scenario({ name: 'plain' }).offer
  expect(capabilities?.bitstring).toEqual([67_133_439n])
  expect([...(capabilities?.capacities.keys() ?? [])]).toEqual([
    0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 14, 26,
  ])
})

test('every advertised model has its bit and its capacity; one that is only priced has neither', () => {
  const { capabilities, prices } = scenario({
    name: 'mixed',
    models: [
      { ...realVis, price: 5n },
      { pipeline: 'llm', model: 'glm', price: 7n, isAdvertised: false },
    ],
  }).offer
  expect(capabilities?.bitstring).toEqual([67_133_439n | (1n << 27n)])
  expect(capabilities?.capacities.get(27)).toBe(1)
  expect(capabilities?.capacities.has(33)).toBe(false)
  expect(prices.map(({ capability, constraint }) => [capability, constraint])).toEqual([
    [27, realVis.model],
    [33, 'glm'],
  ])
})

test('a capability brought by the operator shows in price and hardware, never among the constraints', () => {
  const { capabilities, prices, hardware } = scenario({
    name: 'byoc',
    cards: ['RTX 5090'],
    byoc: [{ name: 'openai-chat-completions', price: 2_500n, model: 'Qwen', cards: [0] }],
  }).offer
  expect(prices).toEqual([
    { pricePerUnit: 2_500n, pixelsPerUnit: 1n, capability: 37, constraint: 'openai-chat-completions' },
  ])
  expect(hardware[0]).toMatchObject({ pipeline: 'openai-chat-completions', modelId: 'Qwen' })
  expect(capabilities?.constraints?.perCapability.size).toBe(0)
  expect((capabilities?.bitstring[0] ?? 0n) & (1n << 37n)).toBe(0n)
})

test('one card listed under two pipelines keeps its one id', () => {
  const { hardware } = scenario({
    name: 'shared',
    cards: ['L4'],
    models: [
      { ...realVis, cards: [0] },
      { pipeline: 'upscale', model: 'x4', cards: [0] },
    ],
  }).offer
  const ids = hardware.flatMap(({ gpus }) => [...gpus.values()].map(({ id }) => id))
  expect(ids).toHaveLength(2)
  expect(new Set(ids).size).toBe(1)
})

test('the same name has the same addresses and cards, another name has others', () => {
  const node = (name: string) => scenario({ name, cards: ['L4'], models: [{ ...realVis, cards: [0] }] })
  expect(node('a')).toEqual(node('a'))
  expect(node('a').key).not.toBe(node('b').key)
  expect(node('a').recipient).not.toBe(node('a').key)
  expect(node('a').offer.hardware).not.toEqual(node('b').offer.hardware)
})

test('a live runner stands on one of the cards, and is persistent with one place unless it says otherwise', () => {
  const { runners, hardware } = scenario({
    name: 'live',
    cards: ['L4'],
    models: [{ ...realVis, cards: [0] }],
    runners: [{ app: 'scope', gpu: 0, price: [5n, 'seconds'] }],
  }).offer
  expect(runners).toEqual([
    {
      app: 'scope',
      mode: 'persistent',
      version: '',
      metadata: '',
      capacity: 1,
      capacityUsed: 0,
      gpu: hardware[0]?.gpus.get('0'),
      price: { wei: 5n, unit: 'seconds' },
      url: null,
    },
  ])
  expect(() =>
    scenario({ name: 'bare', runners: [{ app: 'scope', gpu: 0, price: [5n, 'seconds'] }] }),
  ).toThrow(/bare has no card at place 0/)
})

test('a model on a card that the node does not have is a mistake of the sketch, told with its name', () => {
  expect(() => scenario({ name: 'bare', models: [{ ...realVis, cards: [0] }] })).toThrow(
    /bare has no card at place 0/,
  )
})
