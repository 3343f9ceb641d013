import { describe, expect, test } from 'vitest'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { advertising, answer, model } from '@/lib/domain/testdata/answer'
import { parsePricing } from '@/lib/pricing/parse-pricing'
import type { Pricing } from '@/lib/pricing/pricing'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { gatewayMarginsDto, gatewayOfferingsDto } from './contract/gateway'
import { answerRequest } from './endpoints'
import { createReader } from './reader'
import { answerDeps } from './testdata/answer-deps'
import { stateOf } from './testdata/asking'

/** The documents as clients and the operator meet them: over the endpoints, on a small network. */
const OPERATOR_KEY = 'a key for tests alone'
const PUBLIC = ['/api/v1/gateway/offerings', '/.well-known/livepeer-gateway.json'] as const
const MARGINS = '/api/v1/gateway/margins'

const price = (capability: number, constraint: string, pricePerUnit: bigint) => ({
  capability,
  constraint,
  pricePerUnit,
  pixelsPerUnit: 1n,
})
const node = (
  name: string,
  about: Partial<OrchestratorAnswer>,
  kind: NodeObservation['kind'] = 'ok',
): NodeObservation =>
  observation({
    uri: `https://${name}.example:8935`,
    kind,
    lastAnswer: lastAnswer({ answer: answer({ priceInfo: null, ...about }) }),
  })
const stream = (wei: bigint) => ({
  ...advertising({ 35: { stream: model() } }),
  capabilitiesPrices: [price(35, 'stream', wei)],
})
const NODES = [
  node('a', stream(1_588n)),
  node('b', stream(3_000n), 'timed-out'),
  node('c', {
    ...advertising({ 35: { stream: model({ warm: false }) }, 36: { parler: model({ warm: false }) } }),
    capabilitiesPrices: [price(35, 'stream', 2_330n), price(36, 'parler', 3_000_000n)],
  }),
]
const RATE: EthUsdQuote = { rate: { numerator: 2_500n, denominator: 1n }, source: 'fixed', at: 1_500 }

interface World {
  readonly nodes?: readonly NodeObservation[] | null
  readonly pricing?: Pricing | null
  readonly rate?: EthUsdQuote | null
  readonly operatorKey?: string | null
}

const prices = (file: object | string): Pricing => {
  const parsed = parsePricing(typeof file === 'string' ? file : JSON.stringify(file))
  if (!parsed.ok) throw new Error(parsed.problems.join('; '))
  return parsed.pricing
}

/** One server on a world; whatever is in it may change between two questions. */
function server(world: World) {
  const { nodes = NODES } = world
  const located = nodes?.map((node) => ({
    ...node,
    region: node.uri.includes('//b.') ? null : ({ name: 'eu-west', from: 'operator' } as const),
  }))
  const reader = createReader(stateOf(located ?? null), {
    now: () => 2_000,
    version: '1.2.3',
    rate: () => (world.rate === undefined ? RATE : world.rate),
    pricing: () => world.pricing ?? null,
  })
  const { operatorKey = OPERATOR_KEY } = world
  return async (path: string, key: string | null = null) => {
    const { status, headers, body } = await answerRequest(
      {
        method: 'GET',
        url: new URL(`http://localhost${path}`),
        header: (name) => (name === 'authorization' && key !== null ? `Bearer ${key}` : null),
      },
      { ...answerDeps(reader), operatorKey, onError: fail },
    )
    if (body instanceof ReadableStream) throw new Error('no stream was expected')
    const text = body === null ? '' : 'identity' in body ? body.identity.toString() : body.toString()
    return { status, headers, text }
  }
}
const fail = (error: unknown): never => {
  throw error
}
const offerings = async (world: World) => {
  const ask = server(world)
  const [first, second] = [await ask(PUBLIC[0]), await ask(PUBLIC[1])]
  expect(first).toEqual(second)
  expect(first.status).toBe(200)
  return gatewayOfferingsDto.strict().parse(JSON.parse(first.text))
}
const margins = async (world: World) => {
  const { text } = await server(world)(MARGINS, OPERATOR_KEY)
  return gatewayMarginsDto.strict().parse(JSON.parse(text))
}

const FIXED = { prices: { 'live-video-to-video': { usd: '0.45', per: 'hour' } } }
const MARKUP = { default: { markup_percent: '17.5' } }

describe('what the gateway offers', () => {
  test('a model at its price, with where and how reliably it is served', async () => {
    const { offers, ...about } = await offerings({ pricing: prices(FIXED) })
    expect(offers).toEqual([
      {
        kind: 'ai',
        pipeline: 'live-video-to-video',
        model: 'stream',
        price: {
          usd: '0.45',
          per: 'hour',
          label: 'hour of video',
          basis: 'fixed',
          reason: null,
          quantity: { unit: 'pixel', units: ['99532800000'], uncertainty: null },
        },
        is_warm: true,
        regions: [{ name: 'eu-west', nodes: 2 }],
        nodes: 3,
        availability: { percent: 66.6, answered: 2, asked: 3, window: 'latest-sweep' },
        mean_inference_latency: { ms: null, requests: null, reason: 'this gateway does not publish it' },
      },
    ])
    expect(about).toMatchObject({
      format: 'livepeer-gateway/1',
      version: '1.2.3',
      reason: null,
      count: 1,
      pipelines: ['live-video-to-video'],
      regions: ['eu-west'],
      reliability: {
        availability: { percent: 66.6, answered: 2, asked: 3 },
        mean_inference_latency: { ms: null },
        failover: { state: 'other-node' },
      },
    })
  })

  test('a markup price is the median cost and the markup, to the last digit', async () => {
    const { offers } = await offerings({ pricing: prices(MARKUP) })
    // 0.57977856 × 1.175.
    expect(offers[0]?.price).toMatchObject({ usd: '0.681239808', per: 'hour', basis: 'markup' })
    // How much of it a character is, nobody knows.
    expect(offers[1]?.price).toMatchObject({ usd: null, reason: expect.stringContaining('not certain') })
  })

  test('without a rate a markup price is null and says why, a fixed one stands', async () => {
    const [markup] = (await offerings({ pricing: prices(MARKUP), rate: null })).offers
    expect(markup?.price).toMatchObject({ usd: null, reason: expect.stringContaining('in dollars') })
    const [fixed] = (await offerings({ pricing: prices(FIXED), rate: null })).offers
    expect(fixed?.price).toMatchObject({ usd: '0.45', reason: null })
  })

  test('without prices nothing is offered, and that is said, also before anything was collected', async () => {
    for (const nodes of [NODES, null])
      expect(await offerings({ pricing: null, nodes })).toMatchObject({
        count: 0,
        offers: [],
        reason: { code: 'no-pricing' },
        reliability: { availability: { percent: null, asked: 0 } },
      })
    expect(await margins({ pricing: null, nodes: null })).toMatchObject({ count: 0, models: [] })
  })

  test('prices for what nobody serves offer nothing, and say so; before a first sweep there is no answer', async () => {
    const pricing = prices({ prices: { upscale: { usd: 1, per: 'image' } } })
    expect(await offerings({ pricing })).toMatchObject({ offers: [], reason: { code: 'nothing-served' } })
    const ask = server({ pricing, nodes: null })
    for (const path of PUBLIC) expect((await ask(path)).status).toBe(503)
  })

  test('new prices and another rate show at the next question', async () => {
    const world: { pricing: Pricing | null; rate: EthUsdQuote } = { pricing: null, rate: RATE }
    const ask = server(world)
    const first = async () =>
      gatewayOfferingsDto.parse(JSON.parse((await ask(PUBLIC[1])).text)).offers[0]?.price.usd
    expect(await first()).toBeUndefined()
    world.pricing = prices({ default: { markup_percent: 0 } })
    expect(await first()).toBe('0.57977856')
    world.rate = { ...RATE, rate: { numerator: 5_000n, denominator: 1n } }
    expect(await first()).toBe('1.15955712')
    world.pricing = prices(FIXED)
    expect(await first()).toBe('0.45')
  })

  test('it takes no parameters', async () => {
    const ask = server({ pricing: prices(FIXED) })
    for (const path of PUBLIC) expect((await ask(`${path}?pipeline=llm`)).status).toBe(400)
  })
})

describe('cost and margin are the operator’s alone', () => {
  test('no public document has a cost, a margin, a rule or the percentage of a markup', async () => {
    for (const file of [FIXED, MARKUP]) {
      const { text } = await server({ pricing: prices(file) })(PUBLIC[0])
      // The costs at the lowest, median and highest price, in dollars and in wei, and the margin.
      for (const secret of [
        '0.395145216',
        '0.57977856',
        '0.746496',
        '231911424000000',
        '-0.12977856',
        '17.5',
        '1588',
        '2330',
      ])
        expect(text).not.toContain(secret)
      const keys: string[] = []
      JSON.parse(text, (key, value) => {
        keys.push(key)
        return value
      })
      expect(keys.filter((key) => /cost|margin|markup|rule|wei/.test(key))).toEqual([])
    }
  })

  test('margins are for whoever bears the key, kept by no cache', async () => {
    const ask = server({ pricing: prices(FIXED) })
    for (const key of [null, 'wrong']) {
      const { status, text } = await ask(MARGINS, key)
      expect([status, text.includes('usd')]).toEqual([401, false])
    }
    expect((await server({ operatorKey: null })(MARGINS, OPERATOR_KEY)).status).toBe(403)
    const { status, headers } = await ask(MARGINS, OPERATOR_KEY)
    expect([status, headers['cache-control']]).toEqual([200, 'private, no-store'])
    expect((await server({ pricing: prices(FIXED), nodes: null })(MARGINS, OPERATOR_KEY)).status).toBe(503)
  })

  test('each model with cost, price and margin; what is sold below its cost is flagged', async () => {
    const { models, ...about } = await margins({ pricing: prices(FIXED) })
    expect(models).toMatchObject([
      {
        model: 'stream',
        rule: { path: 'prices.live-video-to-video', line: 1, basis: 'fixed', markup_percent: null },
        price: { usd: '0.45' },
        orchestrators: 1,
        nodes: 3,
        prices: { n: 3, zero: 0, missing: 0, implausible: 0 },
        costs: [
          {
            units: '99532800000',
            min_usd: '0.395145216',
            median_usd: '0.57977856',
            max_usd: '0.746496',
            margin: { usd: '-0.12977856', percent: '-28.83968', is_negative: true },
            margin_at_max: { usd: '-0.296496', percent: '-65.888', is_negative: true },
          },
        ],
        cost_problem: null,
        is_negative: true,
      },
    ])
    expect(about).toMatchObject({
      count: 1,
      negative: 1,
      not_offered: [{ pipeline: 'text-to-speech', model: 'parler', reason: 'no-rule' }],
      idle_rules: [],
    })
  })

  test('a markup has its percentage, and one on an uncertain unit both costs and no margin', async () => {
    const { models, negative } = await margins({ pricing: prices(MARKUP) })
    expect([negative, models[0]?.rule.markup_percent]).toEqual([0, '17.5'])
    // 0.57977856 × 0.175.
    expect(models[0]?.costs[0]?.margin).toMatchObject({ usd: '0.101461248', is_negative: false })
    expect(models[1]).toMatchObject({
      model: 'parler',
      is_negative: false,
      costs: [
        { units: '1000', median_usd: '0.0000075', margin: null, uncertainty: expect.any(String) },
        { units: '1000000', median_usd: '0.0075', margin: null },
      ],
    })
  })

  test('without a rate costs are null, and say so', async () => {
    const { models } = await margins({ pricing: prices(FIXED), rate: null })
    expect(models[0]).toMatchObject({
      cost_problem: 'no-rate',
      costs: [{ min_usd: null, median_usd: null, max_usd: null, margin: null }],
    })
  })
})

test('models of any name are offered under that name', async () => {
  const names = ['__proto__', 'constructor', 'a"b', '</script>', '\u202e']
  const nodes = [
    node('a', {
      capabilities: {
        bitstring: [],
        mandatories: [],
        capacities: new Map(),
        version: '',
        constraints: {
          minVersion: '',
          perCapability: new Map([[27, new Map(names.map((name) => [name, model()]))]]),
        },
      },
    }),
  ]
  const rules = names.map((name, i) => `${JSON.stringify(name)}: {"usd": ${i + 1}, "per": "image"}`).join()
  const { offers } = await offerings({ nodes, pricing: prices(`{"prices":{"text-to-image":{${rules}}}}`) })
  expect(offers.map((offer) => [offer.model, offer.price.usd])).toEqual(
    names.map((name, i) => [name, String(i + 1)]),
  )
})
