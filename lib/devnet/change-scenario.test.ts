import { expect, test } from 'vitest'
import { UnknownAppError } from './change-runners'
import { changeScenario } from './change-scenario'
import { USUAL_JOBS } from './jobs/job-behaviour'
import { type Sketch, scenario } from './scenario'
import { ScenarioPatch, type ScenarioPatchInput } from './scenario-patch'

const NODE: Sketch = {
  name: 'n',
  basePrice: 9n,
  cards: ['L4', 'RTX 4090'],
  models: [
    { pipeline: 'text-to-image', model: 'image', price: 500n, cards: [0] },
    { pipeline: 'live-video-to-video', model: 'live', price: 2n, capacity: 3, inUse: 1, cards: [1] },
    { pipeline: 'llm', model: 'priced-only', price: 4n, isAdvertised: false },
  ],
  runners: [
    { app: 'scope', capacity: 3, capacityUsed: 1, gpu: 1, price: [7n, 'seconds'] },
    { app: 'render', mode: 'single-shot', price: [9n, 'fixed'] },
  ],
}

const after = (patch: ScenarioPatchInput) => changeScenario(scenario(NODE), ScenarioPatch.parse(patch))
const constraint = (patch: ScenarioPatchInput, capability: number, model: string) =>
  after(patch).offer.capabilities?.constraints?.perCapability.get(capability)?.get(model)
const cards = (patch: ScenarioPatchInput) =>
  after(patch).offer.hardware.flatMap(({ gpus }) => [...gpus.values()].map(({ name }) => name))

test('an empty patch changes nothing', () => {
  expect(after({})).toEqual(scenario(NODE))
})

test('prices change by model or at the base, as whole wei, decimals or fractions', () => {
  expect(after({ basePrice: '0.4' }).offer.basePrice).toMatchObject({ pricePerUnit: 4n, pixelsPerUnit: 10n })
  expect(after({ basePrice: null }).offer.basePrice).toBeNull()
  const { prices } = after({
    models: [{ pipeline: 'text-to-image', model: 'image', price: '118/549' }],
  }).offer
  expect(prices.find(({ constraint }) => constraint === 'image')).toMatchObject({
    pricePerUnit: 118n,
    pixelsPerUnit: 549n,
  })
  expect(prices).toHaveLength(3)
})

test('a price for a model that is only priced does not make it advertised; stating a state does', () => {
  const model = { pipeline: 'llm', model: 'priced-only' }
  expect(constraint({ models: [{ ...model, price: '5' }] }, 33, 'priced-only')).toBeUndefined()
  expect(constraint({ models: [{ ...model, isWarm: false }] }, 33, 'priced-only')).toMatchObject({
    warm: false,
  })
  expect(after({ models: [{ ...model, isWarm: false }] }).offer.capabilities?.bitstring[0]).toBe(
    67_133_439n | (1n << 27n) | (1n << 35n) | (1n << 33n),
  )
})

test('a live container in use is one idle container less', () => {
  const live = { pipeline: 'live-video-to-video', model: 'live' }
  expect(constraint({ models: [{ ...live, inUse: 4 }] }, 35, 'live')).toMatchObject({
    capacity: 0,
    capacityInUse: 4,
  })
  expect(constraint({ models: [{ ...live, inUse: 0 }] }, 35, 'live')).toMatchObject({
    capacity: 4,
    capacityInUse: 0,
  })
  expect(constraint({ models: [{ ...live, inUse: 2, capacity: 9 }] }, 35, 'live')).toMatchObject({
    capacity: 9,
  })
})

test('a model can go cold, and go', () => {
  const image = { pipeline: 'text-to-image', model: 'image' }
  expect(constraint({ models: [{ ...image, isWarm: false }] }, 27, 'image')).toMatchObject({
    warm: false,
    capacity: 1,
  })
  expect(
    after({ models: [{ ...image, isAdvertised: false }] }).offer.capabilities?.constraints?.perCapability.has(
      27,
    ),
  ).toBe(false)
})

test('cards can go and come, and a new one has a new id', () => {
  expect(cards({ gpus: { remove: 'all' } })).toEqual([])
  const [first] = scenario(NODE).offer.hardware
  const id = [...(first?.gpus.values() ?? [])][0]?.id ?? ''
  expect(cards({ gpus: { remove: [id] } })).toEqual(['NVIDIA GeForce RTX 4090'])
  const added = after({ gpus: { add: [{ card: 'RTX 4090', pipeline: 'llm', model: 'glm' }] } }).offer.hardware
  const ids = added.flatMap(({ gpus }) => [...gpus.values()].map((gpu) => gpu.id))
  expect(new Set(ids).size).toBe(3)
})

test('version, advertised transcoder and behaviour change by themselves', () => {
  expect(after({ version: '1.0.0' }).offer.capabilities).toMatchObject({ version: '1.0.0' })
  expect(after({ transcoder: 'https://elsewhere.localhost:1' }).offer.transcoder).toBe(
    'https://elsewhere.localhost:1',
  )
  expect(after({ latencyMs: 5, fault: 'hang' }).behaviour).toEqual({
    latencyMs: 5,
    jitterMs: 0,
    fault: { kind: 'hang', probability: 1 },
    discovery: null,
    jobs: USUAL_JOBS,
  })
  expect(after({ fault: 'none' }).behaviour.fault).toBeNull()
})

test('how the live runners are listed changes by itself, and ok is how it was', () => {
  expect(after({ discovery: 'garbage' }).behaviour).toMatchObject({ fault: null, discovery: 'garbage' })
  expect(after({ discovery: 'ok' }).behaviour.discovery).toBeNull()
})

test('a live runner changes in what is said of it, and the others stay', () => {
  const [scope, render] = scenario(NODE).offer.runners
  expect(after({ runners: [{ app: 'scope', capacityUsed: 3 }] }).offer.runners).toEqual([
    { ...scope, capacityUsed: 3 },
    render,
  ])
  expect(after({ runners: [{ app: 'render', price: '100000000000000000000' }] }).offer.runners).toEqual([
    scope,
    { ...render, price: { wei: 10n ** 20n, unit: 'fixed' } },
  ])
  expect(after({ runners: [{ app: 'scope', remove: true }] }).offer.runners).toEqual([render])
})

test('an app that does not run here is told with those that do', () => {
  const change = () => after({ runners: [{ app: 'scoop', price: '1' }] })
  expect(change).toThrow(UnknownAppError)
  expect(change).toThrow('n runs no app "scoop"; it runs scope, render')
})

test.each<[string, unknown]>([
  ['an unknown key', { latency: 5 }],
  ['a negative time', { latencyMs: -1 }],
  ['an unknown fault', { fault: 'explode' }],
  ['a probability of zero', { fault: { kind: 'hang', probability: 0 } }],
  ['a port that is closed now and then', { fault: { kind: 'refuse', probability: 0.5 } }],
  ['a price as a number', { basePrice: 5 }],
  ['an unknown way to list runners', { discovery: 'explode' }],
  ['a runner’s price below a wei', { runners: [{ app: 'scope', price: '0.5' }] }],
  ['a price beyond int64', { basePrice: '9223372036854775808' }],
  ['a price for no units', { basePrice: '5/0' }],
  ['an unknown pipeline', { models: [{ pipeline: 'text-to-soup', model: 'm' }] }],
  ['an unknown card', { gpus: { add: [{ card: 'RTX 9999', pipeline: 'llm', model: 'm' }] } }],
])('%s is refused', (_, patch) => {
  expect(ScenarioPatch.safeParse(patch).success).toBe(false)
})
