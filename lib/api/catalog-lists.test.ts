import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { advertising, answer, gpu, model } from '@/lib/domain/testdata/answer'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { gpuGroupDto } from './contract/gpu-group'
import { groupDto } from './contract/group'
import { modelDto } from './contract/model'
import type { OfferingDto } from './contract/offering'
import type { OfferingsDto } from './contract/offering-list'
import type { ProblemDto } from './contract/problem'
import { answerRequest } from './endpoints'
import { createReader } from './reader'
import { answerDeps } from './testdata/answer-deps'
import { stateOf } from './testdata/asking'

/** The list as clients meet it: over the endpoint, on a small network of three nodes. */
const price = (capability: number, constraint: string, pricePerUnit: bigint) => ({
  capability,
  constraint,
  pricePerUnit,
  pixelsPerUnit: 1n,
})
const node = (name: string, about: Partial<OrchestratorAnswer>, latencyMs: number) =>
  observation({
    uri: `https://${name}.example:8935`,
    lastAnswer: lastAnswer({ answer: answer({ priceInfo: null, ...about }), latencyMs }),
  })
const NODES = [
  node(
    'a',
    {
      ...advertising({
        27: { flux: model({ warm: true }), sdxl: model({ warm: false }) },
        33: { llama: model({ warm: true }) },
      }),
      capabilitiesPrices: [price(27, 'flux', 9_007_199_254_740_993n), price(33, 'llama', 5n)],
      hardware: [
        {
          pipeline: 'text-to-image',
          modelId: 'flux',
          gpus: new Map([['0', gpu({ name: 'NVIDIA GeForce RTX 4090' })]]),
        },
      ],
    },
    30,
  ),
  node(
    'b',
    {
      ...advertising({ 27: { flux: model({ warm: true }) } }),
      capabilitiesPrices: [price(27, 'flux', 9_007_199_254_740_992n)],
    },
    20,
  ),
  node(
    'c',
    {
      ...advertising({ 33: { llama: model({ warm: false }) } }),
      capabilitiesPrices: [price(33, 'llama', 0n)],
    },
    10,
  ),
]

const located = (node: NodeObservation): NodeObservation => ({
  ...node,
  region: node.uri.includes('//a.') ? { name: 'eu-west', from: 'operator' } : null,
})

async function ask(query: string, path = 'offerings') {
  const reader = createReader(stateOf(NODES.map(located)), {
    now: () => 2_000,
    version: 'test',
    rate: () => RATE,
  })
  const { status, headers, body } = await answerRequest(
    { method: 'GET', url: new URL(`http://localhost/api/v1/${path}${query}`), header: () => null },
    { ...answerDeps(reader), onError: fail },
  )
  const text = body === null ? '' : 'identity' in body ? body.identity.toString() : body.toString()
  return { status, type: headers['content-type'], text }
}
const RATE = { rate: { numerator: 2_500n, denominator: 1n }, source: 'fixed', at: 1_500 } as const
const fail = (error: unknown): never => {
  throw error
}
async function list(query: string): Promise<OfferingsDto> {
  const { status, text } = await ask(query)
  expect([query, status]).toEqual([query, 200])
  return JSON.parse(text)
}
const names = ({ offerings }: OfferingsDto) => offerings.map(nameOf)
const nameOf = ({ node_uri, model }: OfferingDto) => `${new URL(node_uri).hostname.slice(0, 1)} ${model}`
const problems = async (query: string): Promise<string[]> => {
  const { status, type, text } = await ask(query)
  expect([query, status, type]).toEqual([query, 400, 'application/problem+json'])
  const dto: ProblemDto = JSON.parse(text)
  return (dto.errors ?? []).map(({ parameter }) => parameter)
}

test('without a question all rows are there, by node, pipeline and model', async () => {
  const answer = await list('')
  expect(names(answer)).toEqual(['a llama', 'a flux', 'a sdxl', 'b flux', 'c llama'])
  expect(answer).toMatchObject({
    count: 5,
    total: 5,
    next_cursor: null,
    emptied_by: null,
    eth_usd: { usd: '2500', source: 'fixed' },
    facets: {
      gpu: [
        { value: 'unknown', count: 4 },
        { value: 'RTX 4090', count: 1 },
      ],
      region: [
        { value: 'eu-west', count: 3 },
        { value: 'unknown', count: 2 },
      ],
    },
  })
})

test.each([
  ['?pipeline=llm', ['a llama', 'c llama']],
  ['?pipeline=llm&state=warm', ['a llama']],
  ['?state[not_in]=warm', ['a sdxl', 'c llama']],
  ['?region=unknown', ['b flux', 'c llama']],
  ['?gpu=RTX 4090', ['a flux']],
  ['?latency_ms[lte]=20', ['b flux', 'c llama']],
  ['?has_price=false', ['a sdxl']],
  ['?q=4090', ['a flux']],
  ['?q=LLAMA eu-west', ['a llama']],
  ['?capability=llm/llama&capability=text-to-image/sdxl', ['a llama', 'a sdxl', 'c llama']],
  // The same node serves both.
  ['?node_capability[all]=llm/llama,text-to-image/flux', ['a llama', 'a flux', 'a sdxl']],
  ['?observed_at[gte]=1970-01-01T00:00:01Z&model=sdxl', ['a sdxl']],
])('%s narrows the list down', async (query, expected) => expect(names(await list(query))).toEqual(expected))

test('prices compare exactly, in one unit, and rows without one come last in both directions', async () => {
  // Too close for floating point.
  expect(names(await list('?unit=pixel&price[lte]=9007199254740992'))).toEqual(['b flux'])
  expect(names(await list('?unit=pixel&sort=price'))).toEqual(['b flux', 'a flux', 'a sdxl'])
  expect(names(await list('?unit=pixel&sort=-price'))).toEqual(['a flux', 'b flux', 'a sdxl'])
  // A stated zero is a price.
  expect(names(await list('?unit=token&price[lte]=0'))).toEqual(['c llama'])
  expect(names(await list('?pipeline=llm&max_price_wei=4'))).toEqual(['c llama'])
  expect(await problems('?price[lte]=5')).toEqual(['price[lte]'])
  expect(await problems('?sort=price')).toEqual(['sort'])
  expect(await problems('?unit=pixel,token&price[lte]=5')).toEqual(['price[lte]'])
  expect(await problems('?max_price_wei=4')).toEqual(['max_price_wei'])
  expect(await problems('?pipeline=llm&max_price_wei=x')).toEqual(['max_price_wei'])
})

test('pages follow one another by cursor, each row once', async () => {
  const seen: string[] = []
  let query = '?limit=2&sort=-latency_ms'
  for (let page = 0; page < 3; page++) {
    const answer = await list(query)
    seen.push(...names(answer))
    query = `?limit=2&sort=-latency_ms&cursor=${answer.next_cursor}`
    expect(answer.next_cursor === null).toBe(page === 2)
  }
  expect([...seen].sort()).toEqual(['a flux', 'a llama', 'a sdxl', 'b flux', 'c llama'])
  expect(seen.at(-1)).toBe('c llama')
})

test('a file is exactly the filtered set, every field or those asked for', async () => {
  const csv = await ask('?format=csv&pipeline=llm&fields=node_uri,model,price,region')
  expect(csv).toMatchObject({ status: 200, type: 'text/csv; charset=utf-8; header=present' })
  expect(csv.text).toBe(
    'node_uri,model,price,region\r\nhttps://a.example:8935,llama,5,eu-west\r\nhttps://c.example:8935,llama,0,unknown\r\n',
  )
  const ndjson = await ask('?format=ndjson&pipeline=llm&fields=model,gpu')
  expect(ndjson.type).toBe('application/x-ndjson')
  expect(ndjson.text).toBe('{"model":"llama","gpus":[]}\n{"model":"llama","gpus":[]}\n')
  expect((await list('?fields=model')).offerings[0]).toEqual({ model: 'llama' })
})

test('an empty list says which filter hides most', async () =>
  expect(await list('?pipeline=llm&state=warm&region=unknown')).toMatchObject({
    count: 0,
    emptied_by: expect.arrayContaining(
      ['pipeline', 'state', 'region'].map((parameter) => ({ parameter, removed: 1 })),
    ),
  }))

describe('a wrong question is refused by name, and none is an error of ours', () => {
  test.each([
    ['?state=hot', 'state'],
    ['?colour=red', 'colour'],
    ['?__proto__=x', '__proto__'],
    ['?constructor[gte]=1', 'constructor[gte]'],
    ['?price[between]=1', 'price[between]'],
    ['?latency_ms[gte]=fast', 'latency_ms[gte]'],
    ['?limit=0', 'limit'],
    ['?limit=10001', 'limit'],
    ['?limit=1&limit=2', 'limit'],
    ['?sort=colour', 'sort'],
    ['?cursor=abc', 'cursor'],
    ['?format=xml', 'format'],
    ['?format=csv&limit=5', 'limit'],
    ['?fields=__proto__', 'fields'],
    ['?q=', 'q'],
    ['?observed_at[gte]=yesterday', 'observed_at[gte]'],
  ])('%s', async (query, parameter) => expect(await problems(query)).toEqual([parameter]))
})

describe('what offerings amount to', () => {
  const rows = async (path: string, query = '') => {
    const { status, text } = await ask(query, path)
    expect([path, query, status]).toEqual([path, query, 200])
    return JSON.parse(text)
  }

  test('every list keeps to its schema', async () => {
    const { models } = await rows('models')
    expect(
      z
        .array(modelDto)
        .parse(models)
        .map(({ model, nodes }) => [model, nodes]),
    ).toEqual([
      ['llama', 2],
      ['flux', 2],
      ['sdxl', 1],
    ])
    for (const path of ['orchestrators', 'pipelines', 'regions'])
      expect(z.array(groupDto).parse((await rows(path))[path]).length).toBeGreaterThan(0)
    const gpus = await rows('gpus')
    expect(z.array(gpuGroupDto).parse(gpus.gpus)).toMatchObject([
      { name: 'RTX 4090', cards: 1, models: ['flux'] },
    ])
    expect(gpus).toMatchObject({ nodes_reporting: 1, nodes_counted: 3 })
  })

  test('a model has its prices exact, in its own unit and in dollars', async () => {
    const { models } = await rows('models', '?pipeline=llm')
    expect(models).toMatchObject([
      {
        model: 'llama',
        unit: 'token',
        price: {
          n: 2,
          min: { wei: '0' },
          median: {
            wei_per_unit: '2.5',
            costs: [{ label: '1M tokens', wei: '2500000', usd: '0.00000000625' }],
          },
          max: { wei: '5' },
          zero: 1,
        },
      },
    ])
  })

  test('lists are filtered, sorted and written like offerings', async () => {
    expect((await rows('models', '?sort=-warm&limit=1&fields=model')).models).toEqual([{ model: 'flux' }])
    expect((await rows('models', '?unit=token&max_price[gte]=5')).models).toHaveLength(1)
    expect((await ask('?max_price[gte]=1', 'models')).status).toBe(400)
    expect((await ask('?format=csv&fields=name,cards', 'gpus')).text).toBe('name,cards\r\nRTX 4090,1\r\n')
    expect((await ask('?format=ndjson&region=eu-west&fields=name', 'regions')).text).toBe(
      '{"name":"eu-west"}\n',
    )
    for (const path of ['models', 'orchestrators', 'gpus', 'pipelines', 'regions'])
      expect((await ask('?__proto__=1', path)).status).toBe(400)
  })
})
