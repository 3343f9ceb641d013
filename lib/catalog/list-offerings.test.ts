import { describe, expect, test } from 'vitest'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { advertising, answer, gpu, model } from '@/lib/domain/testdata/answer'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { type LiveNode, liveNodes, offeringsOfNode } from './list-offerings'

const node = (about: Partial<OrchestratorAnswer>, uri = 'https://n.example:8935'): LiveNode => ({
  ...observation({ uri, cadenceMs: 100 }),
  lastAnswer: lastAnswer({ answer: answer(about), answeredAt: 1_000 }),
})
const priced = (capability: number, constraint: string, pricePerUnit = 7n, pixelsPerUnit = 1n) => ({
  capability,
  constraint,
  pricePerUnit,
  pixelsPerUnit,
})

describe('what a node offers', () => {
  test('warm, cold and priced-only are three states', () => {
    const offerings = offeringsOfNode(
      node({
        ...advertising({ 27: { hot: model(), cold: model({ warm: false }) } }),
        capabilitiesPrices: [priced(27, 'hot'), priced(27, 'listed')],
      }),
    )
    expect(offerings.map(({ model, state }) => [model, state])).toEqual([
      ['hot', 'warm'],
      ['cold', 'cold'],
      ['listed', 'priced-only'],
    ])
  })

  test('a price of its own beats the base price, and says which it is', () => {
    const [own, base] = offeringsOfNode(
      node({
        ...advertising({ 27: { own: model(), base: model() } }),
        capabilitiesPrices: [priced(27, 'own', 0n)],
      }),
    )
    expect(own?.price).toEqual({ kind: 'stated', price: { wei: 0n, perUnits: 1n }, origin: 'model' })
    expect(base?.price).toEqual({ kind: 'stated', price: { wei: 1_200n, perUnits: 1n }, origin: 'base' })
  })

  test('no price and an unusable price are two things', () => {
    const [missing, invalid] = offeringsOfNode(
      node({
        ...advertising({ 27: { missing: model(), invalid: model() } }),
        priceInfo: null,
        capabilitiesPrices: [priced(27, 'invalid', 5n, 0n)],
      }),
    )
    expect([missing?.price.kind, invalid?.price.kind]).toEqual(['missing', 'invalid'])
  })

  test('of two prices for one model the first counts and the other is kept', () => {
    const [offering, ...rest] = offeringsOfNode(
      node({ capabilitiesPrices: [priced(33, 'm', 9n), priced(33, 'm', 5n)] }),
    )
    expect(rest).toEqual([])
    expect(offering).toMatchObject({ price: { price: { wei: 9n } }, otherPrices: [{ wei: 5n }] })
  })

  test('one model under two pipelines, and two spellings of one name, are offers of their own', () => {
    const offerings = offeringsOfNode(
      node(advertising({ 27: { '\u00e9': model(), 'e\u0301': model() }, 28: { '\u00e9': model() } })),
    )
    expect(offerings).toHaveLength(3)
    expect(new Set(offerings.map(({ id }) => id)).size).toBe(3)
  })

  test('a BYOC capability is a pipeline of its own, of unknown state, with the model its hardware names', () => {
    const [offering] = offeringsOfNode(
      node({
        capabilitiesPrices: [priced(37, 'chat')],
        hardware: [{ pipeline: 'chat', modelId: 'org/m', gpus: new Map([['0', gpu()]]) }],
      }),
    )
    expect(offering).toMatchObject({
      kind: 'byoc',
      pipeline: 'chat',
      model: 'org/m',
      state: 'unknown',
      unit: 'unit',
    })
    expect(offering?.gpus).toHaveLength(1)
  })

  test('a count of zero is not stated, since the wire cannot tell the two apart', () =>
    expect(
      offeringsOfNode(node(advertising({ 35: { m: model({ capacity: 0, capacityInUse: 2 }) } })))[0],
    ).toMatchObject({
      capacity: null,
      capacityInUse: 2,
    }))

  test('the id stays the same from sweep to sweep and differs between nodes', () => {
    const about = advertising({ 27: { m: model() } })
    const id = (uri: string) => offeringsOfNode(node(about, uri))[0]?.id
    expect(id('https://a.example:8935')).toBe(id('https://a.example:8935'))
    expect(id('https://a.example:8935')).not.toBe(id('https://b.example:8935'))
  })
})

describe('transcoding', () => {
  const capable = (bit: bigint, about: Partial<OrchestratorAnswer> = {}) => {
    const { capabilities = null } = advertising({})
    return node({
      capabilities: capabilities && { ...capabilities, bitstring: [bit], capacities: new Map([[0, 3]]) },
      ...about,
    })
  }

  test('is offered by whoever has the bit, at the base price, with a state nobody tells', () => {
    const [offering, ...others] = offeringsOfNode(capable(1n))
    expect(others).toEqual([])
    expect(offering).toMatchObject({
      kind: 'transcoding',
      pipeline: 'transcoding',
      model: null,
      state: 'unknown',
      unit: 'pixel',
      price: { kind: 'stated', price: { wei: 1_200n, perUnits: 1n }, origin: 'base' },
      capacity: 3,
      capacityInUse: null,
      gpus: [],
      runnerVersion: null,
    })
  })

  test('is offered by nobody without the bit, whatever else is set', () => {
    expect(offeringsOfNode(capable(0n))).toEqual([])
    expect(offeringsOfNode(capable(0xffff_fffen))).toEqual([])
    expect(offeringsOfNode(node({ capabilities: null }))).toEqual([])
    expect(offeringsOfNode(node(advertising({})))).toEqual([])
  })

  test('of a node that states no base price, or none that is one, has none', () => {
    const kindOf = (about: Partial<OrchestratorAnswer>) => offeringsOfNode(capable(1n, about))[0]?.price.kind
    expect(kindOf({ priceInfo: null })).toBe('missing')
    expect(kindOf({ priceInfo: priced(0, '', -1n) })).toBe('invalid')
    expect(kindOf({ priceInfo: priced(0, '', 0n) })).toBe('stated')
  })

  test('is an offering of its own beside a capability of the same name', () => {
    const offerings = offeringsOfNode(capable(1n, { capabilitiesPrices: [priced(37, 'transcoding')] }))
    expect(offerings.map(({ kind, pipeline }) => [kind, pipeline])).toEqual([
      ['byoc', 'transcoding'],
      ['transcoding', 'transcoding'],
    ])
    expect(new Set(offerings.map(({ id }) => id)).size).toBe(2)
  })
})

test('a node that states thousands of prices is read in a few passes, not in one for each', () => {
  let looks = 0
  const count = 5_000
  const capabilitiesPrices = Array.from({ length: count }, (_, i) => ({
    ...priced(27, ''),
    get constraint() {
      looks += 1
      return `m${i}`
    },
  }))
  expect(offeringsOfNode(node({ capabilitiesPrices }))).toHaveLength(count)
  expect(looks).toBeLessThan(5 * count)
})

test('an answer counts until it expires, eight cadences after it was given', () => {
  const snapshot: Snapshot = {
    id: 1,
    lastChangeId: null,
    startedAt: 0,
    endedAt: 0,
    cadenceMs: 100,
    vantage: '',
    sources: [],
    nodes: [node({})],
  }
  expect(liveNodes(snapshot, 1_800)).toHaveLength(1)
  expect(liveNodes(snapshot, 1_801)).toHaveLength(0)
})
