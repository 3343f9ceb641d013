import { expect, test } from 'vitest'
import { addressFromBytes } from '@/lib/domain/eth-address'
import type { EthUsdQuote } from '@/lib/domain/eth-usd'
import { DEFAULT_FEATURES, featureBits } from '@/lib/domain/feature-bits'
import { answer, gpu, model } from '@/lib/domain/testdata/answer'
import { Selector } from '@/lib/routing/selector'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { type SelectionDto, selectionDto } from '../contract/selection'
import { asking } from '../testdata/asking'

const FLUX = 'black-forest-labs/FLUX.1-dev'

interface About {
  readonly wei?: bigint | null
  readonly warm?: boolean
  readonly latencyMs?: number
  readonly region?: string
  readonly version?: string
  readonly health?: NodeObservation['health']['state']
  readonly models?: readonly string[]
}

/** A node of its own orchestrator that makes images. */
const node = (
  name: string,
  {
    wei = 3_000_000n,
    warm = true,
    latencyMs = 50,
    region,
    version = '0.8.10',
    health = 'up',
    models = [FLUX],
  }: About = {},
): NodeObservation =>
  observation({
    uri: `https://${name}.example:8935`,
    region: region === undefined ? null : { name: region, from: 'operator' },
    health: { state: health, since: 500, recent: [true], failuresInARow: health === 'down' ? 3 : 0 },
    lastAnswer: lastAnswer({
      latencyMs,
      answer: answer({
        transcoder: `https://${name}.example:8935`,
        recipient: addressFromBytes(new TextEncoder().encode(name)),
        priceInfo: null,
        capabilities: {
          bitstring: featureBits([...DEFAULT_FEATURES, 27]),
          mandatories: [],
          capacities: new Map(),
          version,
          constraints: {
            minVersion: '',
            perCapability: new Map([[27, new Map(models.map((id) => [id, model({ warm, capacity: 2 })]))]]),
          },
        },
        capabilitiesPrices:
          wei === null
            ? []
            : models.map((constraint) => ({
                capability: 27,
                constraint,
                pricePerUnit: wei,
                pixelsPerUnit: 1n,
              })),
        hardware: [{ pipeline: 'text-to-image', modelId: FLUX, gpus: new Map([['0', gpu()]]) }],
      }),
    }),
  })

const NETWORK = [
  node('cheap', { wei: 1_000_000n, latencyMs: 90, region: 'us-east' }),
  node('near', { wei: 2_500_000n, latencyMs: 12, region: 'eu-west' }),
  node('dear', { wei: 9_000_000n, latencyMs: 20, region: 'eu-central', version: '0.7.0' }),
  node('cold', { wei: 900_000n, warm: false, region: 'eu-west' }),
  node('down', { wei: 800_000n, health: 'down' }),
  node('silent-on-price', { wei: null }),
  node('elsewhere', { models: ['stabilityai/sd-turbo'] }),
]

const RATE: EthUsdQuote = { rate: { numerator: 2_500n, denominator: 1n }, source: 'fixed', at: 0 }

const ask = async (
  body: object,
  about: Partial<Parameters<typeof asking>[0]> = {},
): Promise<{ status: number; dto: SelectionDto }> => {
  const reply = await asking({ nodes: NETWORK, rate: RATE, ...about })('/api/v1/select', {
    method: 'POST',
    body: JSON.stringify({ pipeline: 'text-to-image', model: 'FLUX.1-dev', exploration: 0, ...body }),
  })
  return { status: reply.status, dto: selectionDto.parse(JSON.parse(reply.text)) }
}
const nodesOf = (rows: readonly { readonly node_uri: string }[]): string[] =>
  rows.map(({ node_uri }) => node_uri.replace(/^https:..(.*)\.example:8935$/, '$1'))

test('the funnel, the order and every rejection are told', async () => {
  const { dto } = await ask({
    strategy: 'cheapest',
    warm: 'required',
    max_price: '5000000',
    region: ['eu', 'us-east'],
    min_node_version: '0.8.0',
  })
  expect(dto.inputs).toMatchObject({
    model: FLUX,
    kind: 'ai',
    strategy: 'cheapest',
    max_wei_per_unit: '5000000',
  })
  expect(nodesOf(dto.ranking)).toEqual(['cheap', 'near'])
  expect(nodesOf(dto.chosen ? [dto.chosen] : [])).toEqual(['cheap'])
  expect(dto.funnel.map(({ step, left }) => `${left} ${step}`)).toEqual([
    '14 offerings',
    '6 serves',
    '6 advertised',
    '6 takes-work',
    '6 feature',
    '6 mandatory-feature',
    '5 node-version',
    '4 warm',
    '2 region',
    '2 price-known',
    '2 price-plausible',
    '2 max-price',
    '2 health',
    '2 suspended',
  ])
  expect(dto.explanation).toBe(
    `https://cheap.example:8935, place 1 of 2 by cheapest: 14 offerings → 6 serve ${FLUX} → 5 of go-livepeer 0.8.0 or later → 4 that are warm → 2 in eu or us-east.`,
  )
  const rejection = (name: string) => dto.rejections.find((one) => nodesOf([one])[0] === name)
  expect(rejection('dear')?.broken).toEqual([
    {
      rule: 'node-version',
      wanted: '0.8.0 or later',
      found: '0.7.0',
      would_do: ['its node were of 0.8.0 or later', '0.7.0 were enough'],
    },
    {
      rule: 'max-price',
      wanted: '5,000,000 wei per pixel or less',
      found: '9,000,000 wei per pixel',
      would_do: ['its price fell to 5,000,000 wei per pixel', 'the ceiling rose to 9,000,000 wei per pixel'],
    },
  ])
  expect(rejection('down')?.broken.map(({ rule }) => rule)).toEqual(['region', 'health'])
  expect(rejection('silent-on-price')?.broken.map(({ rule }) => rule)).toEqual(['region', 'price-known'])
  // By how little they miss.
  expect(dto.rejections.map(({ broken }) => broken.length)).toEqual([1, 2, 2, 2])
  expect(dto.rejected).toBe(4)
})

test('ceilings are told in wei, ETH or dollars, and by go-livepeer’s file', async () => {
  const ranked = async (rules: object) =>
    nodesOf((await ask({ strategy: 'cheapest', warm: 'required', ...rules })).dto.ranking)
  expect(await ranked({ max_price: '1000000' })).toEqual(['cheap'])
  expect(await ranked({ max_price: '0.000000000001eth' })).toEqual(['cheap'])
  // At 2,500 dollars an ETH.
  expect(await ranked({ max_price: '0.0000000025usd' })).toEqual(['cheap'])
  expect(await ranked({ max_price: '0.0000000024usd', when_nobody_is_trusted: 'refuse' })).toEqual([])
  const file = (model_id: string, price_per_unit: number) => ({
    capabilities_prices: [{ pipeline: 'text-to-image', model_id, price_per_unit, pixels_per_unit: 2 }],
  })
  expect(await ranked({ max_prices: file(FLUX, 2_000_000) })).toEqual(['cheap'])
  expect(await ranked({ max_prices: file('default', 5_000_000) })).toEqual(['cheap', 'near'])
  expect(await ranked({ max_prices: file('another/model', 1), max_price: '2500000' })).toEqual([
    'cheap',
    'near',
  ])
})

test('a ceiling in dollars needs a rate', async () => {
  const reply = await asking({ nodes: NETWORK })('/api/v1/select', {
    method: 'POST',
    body: JSON.stringify({ pipeline: 'text-to-image', max_price: '0.5usd' }),
  })
  expect(reply.status).toBe(400)
  expect(JSON.parse(reply.text).errors).toEqual([
    { parameter: 'max_price', detail: expect.stringContaining('knows no price of ETH') },
  ])
})

test('what is preferred comes first, and what is not is still there', async () => {
  const { dto } = await ask({ strategy: 'cheapest', region: ['eu'], region_is: 'preferred' })
  expect(nodesOf(dto.ranking)).toEqual(['near', 'dear', 'cold', 'cheap', 'silent-on-price'])
  expect(dto.ranking.map(({ tier }) => tier)).toEqual([0, 0, 1, 2, 2])
})

test('only and exclude take addresses in any case, URIs in any spelling, and ids', async () => {
  const { dto } = await ask({ strategy: 'cheapest' })
  const [first] = dto.ranking
  const ranked = async (rules: object) => nodesOf((await ask({ strategy: 'cheapest', ...rules })).dto.ranking)
  const address = first?.orchestrator?.toLowerCase()
  expect(await ranked({ only: [address] })).toEqual(['cheap'])
  expect(await ranked({ only: ['CHEAP.example', 'https://near.example:8935/'] })).toEqual(['cheap', 'near'])
  expect(await ranked({ only: [first?.offering_id] })).toEqual(['cheap'])
  expect(await ranked({ exclude: [address] })).not.toContain('cheap')
})

test('with nobody else left the best of those that are down is a last resort, or nobody', async () => {
  const { dto } = await ask({ only: ['down.example'] })
  expect(nodesOf(dto.ranking)).toEqual(['down'])
  expect(dto.is_last_resort).toBe(true)
  expect(dto.explanation).toMatch(/last resort/)
  const refusing = await ask({ only: ['down.example'], when_nobody_is_trusted: 'refuse' })
  expect(refusing.dto).toMatchObject({ decision: 'nobody', chosen: null, ranking: [] })
  expect(refusing.dto.explanation).toBe(
    `Nobody: 14 offerings → 6 serve ${FLUX} → 1 of those that are named → 0 whose node is well.`,
  )
})

test('who is suspended gets nothing, and the answer says why and until when', async () => {
  const selector = new Selector({
    now: () => 5_000,
    admission: (_, nodeUri) =>
      nodeUri.includes('cheap')
        ? {
            kind: 'suspended',
            cause: '3 jobs in a row failed (timed-out)',
            since: 1_000,
            reopensAt: 20_000,
            isByHand: false,
          }
        : { kind: 'trusted' },
  })
  const { dto } = await ask({ strategy: 'cheapest' }, { selector })
  expect(nodesOf(dto.ranking)).not.toContain('cheap')
  expect(dto.rejections.find((one) => nodesOf([one])[0] === 'cheap')?.broken).toEqual([
    {
      rule: 'suspended',
      wanted: 'not suspended',
      found: 'for 15 s more: 3 jobs in a row failed (timed-out)',
      would_do: ['15 s went by', 'an operator lifted the suspension'],
    },
  ])
  expect(dto.funnel.at(-1)).toMatchObject({ step: 'suspended', left: dto.ranked })
})

test('the cost of the job is exact, and says what it takes for granted', async () => {
  const { dto } = await ask({ strategy: 'cheapest', size: { width: 1_024, height: 512 } })
  expect(dto.chosen?.cost).toEqual({
    readings: [{ units: '524288', wei: '524288000000', usd: '0.00131072' }],
    uncertainty: null,
    assumed: ['one image'],
  })
})

test('the same seed gives the same answer, another one may give another; a seed is told', async () => {
  const equals = Array.from({ length: 8 }, (_, i) => node(`n${i}`))
  const chosen = async (seed?: string) => {
    const { dto } = await ask({ seed }, { nodes: equals })
    return { uri: dto.chosen?.node_uri, seed: dto.inputs.seed }
  }
  const first = await chosen('a')
  expect(await chosen('a')).toEqual(first)
  const seeds = await Promise.all(['b', 'c', 'd', 'e', 'f', 'g', 'h'].map(chosen))
  expect(new Set(seeds.map(({ uri }) => uri)).size).toBeGreaterThan(1)
  const made = await chosen()
  expect(await chosen(made.seed)).toEqual(made)
})

test('sessions stay where they are when others come and go', async () => {
  const equals = Array.from({ length: 8 }, (_, i) => node(`n${i}`))
  const placeOf = async (affinity: string, nodes: readonly NodeObservation[]) => {
    const { dto } = await ask({ affinity }, { nodes })
    expect(dto.chosen_by).toBe('affinity')
    return dto.chosen?.node_uri
  }
  const moved: string[] = []
  for (let i = 0; i < 40; i++) {
    const before = await placeOf(`s${i}`, equals)
    const after = await placeOf(`s${i}`, equals.slice(1))
    if (before !== after) moved.push(String(before))
  }
  expect(new Set(moved)).toEqual(new Set(['https://n0.example:8935']))
})

test.each([
  [{ pipeline: '' }, 'pipeline'],
  [{ pipeline: 7 }, 'pipeline'],
  [{ model: '' }, 'model'],
  [{ strategy: 'best' }, 'strategy'],
  [{ warm: true }, 'warm'],
  [{ max_price: '5 apples' }, 'max_price'],
  [{ max_price: 5 }, 'max_price'],
  [{ max_prices: { capabilities_prices: [{ pipeline: 'paint' }] } }, 'max_prices'],
  [{ only: Array.from({ length: 101 }, () => 'a') }, 'only'],
  [{ exploration: 0.9 }, 'exploration'],
  [{ min_reliability: 101 }, 'min_reliability'],
  [{ features: [-1] }, 'features.0'],
  [{ size: { width: -1 } }, 'size.width'],
  [{ size: { depth: 1 } }, 'size.depth'],
  [{ show: { ranking: 1.5 } }, 'show.ranking'],
  [{ stratgy: 'cheapest' }, 'stratgy'],
  [{ __proto__: null, constructor: 1 }, 'constructor'],
])('%j is refused at %s', async (body, parameter) => {
  const reply = await asking({ nodes: NETWORK })('/api/v1/select', {
    method: 'POST',
    body: JSON.stringify({ pipeline: 'text-to-image', ...body }),
  })
  expect(reply.status).toBe(400)
  expect(reply.headers['content-type']).toBe('application/problem+json')
  const { errors } = JSON.parse(reply.text)
  expect(errors.map((error: { parameter: string }) => error.parameter)).toContain(parameter)
  expect(errors[0].detail.length).toBeGreaterThan(5)
})

test.each(['', '[]', 'null', '"x"', '{', '{"pipeline":"text-to-image"', '\u0000'])(
  'a body of %j is a problem',
  async (body) => {
    const reply = await asking({ nodes: NETWORK })('/api/v1/select', { method: 'POST', body })
    expect(reply.status).toBe(400)
    expect(JSON.parse(reply.text).type).toBe('/problems#bad-body')
  },
)

test('what would do does: a price that never ends, a card of 23.99 GiB, a name in any case', async () => {
  const third = observation({
    ...node('third'),
    uri: 'https://third.example:8935',
    lastAnswer: lastAnswer({
      answer: answer({
        ...node('third').lastAnswer?.answer,
        capabilitiesPrices: [
          { capability: 27, constraint: FLUX, pricePerUnit: 10_000_001n, pixelsPerUnit: 3n },
        ],
      }),
    }),
  })
  const { dto } = await ask({ max_price: '1' }, { nodes: [third] })
  const [, rose] = dto.rejections[0]?.broken[0]?.would_do ?? []
  const ceiling = /^the ceiling rose to ([\d.,]+) wei/.exec(rose ?? '')?.[1]?.replaceAll(',', '')
  expect(ceiling).toBe('3333333.666666666666666667')
  expect((await ask({ max_price: ceiling }, { nodes: [third] })).dto.ranked).toBe(1)
  expect((await ask({ min_vram_gb: 24, gpu: ['rtx 4090'] })).dto.ranked).toBeGreaterThan(2)
})

test('a reliability that is told as found is enough', async () => {
  const selector = new Selector({ now: () => 5_000, reliability: () => 91.967 })
  const { dto } = await ask({ min_reliability: 99 }, { selector })
  const enough = dto.rejections[0]?.broken.find(({ rule }) => rule === 'min-reliability')?.would_do[1]
  expect(enough).toBe('91.96 were enough')
  expect((await ask({ min_reliability: 91.96 }, { selector })).dto.ranked).toBeGreaterThan(2)
})

test('whose last probe failed comes after those that are well, and before nobody', async () => {
  const { dto } = await ask(
    { strategy: 'cheapest' },
    { nodes: [node('well', { wei: 5_000_000n }), node('shaky', { wei: 1n, health: 'degraded' })] },
  )
  expect(nodesOf(dto.ranking)).toEqual(['well', 'shaky'])
  expect(dto.ranking.map(({ demoted }) => demoted)).toEqual([[], ['doubtful']])
})

test('what a client’s file does not name is for this server to say, and a ceiling of zero is none', async () => {
  const selector = new Selector({
    now: () => 5_000,
    ceilings: () => ({
      global: { amount: { numerator: 1_000_000n, denominator: 1n }, currency: 'wei' },
      byModel: new Map(),
    }),
  })
  const { dto } = await ask({ max_prices: { capabilities_prices: [] } }, { selector })
  expect(dto.inputs.max_wei_per_unit).toBe('1000000')
  const reply = await asking({ nodes: NETWORK, selector })('/api/v1/select', {
    method: 'POST',
    body: '{"pipeline":"text-to-image","max_price":"0"}',
  })
  expect(JSON.parse(reply.text).errors).toEqual([
    { parameter: 'max_price', detail: 'is zero; leave it out to take any price' },
  ])
})

test('deep JSON is refused in words', async () => {
  const deep = `{"pipeline":"llm","max_prices":{"capabilities_prices":[${'['.repeat(6_000)}${']'.repeat(6_000)}]}}`
  const reply = await asking({ nodes: NETWORK })('/api/v1/select', { method: 'POST', body: deep })
  expect(reply.status).toBe(400)
  expect(JSON.parse(reply.text).errors[0].detail).toMatch(/nested deeper/)
})

test('a node may insist on what every gateway does, and on nothing else that the job does not need', async () => {
  const insisting = (name: string, feature: number) => {
    const plain = node(name)
    const stated = plain.lastAnswer?.answer
    if (!stated?.capabilities) throw new Error('it states capabilities')
    const capabilities = { ...stated.capabilities, mandatories: featureBits([feature]) }
    return { ...plain, lastAnswer: lastAnswer({ answer: { ...stated, capabilities } }) }
  }
  const { dto } = await ask({}, { nodes: [insisting('auth-token', 12), insisting('hevc', 15)] })
  expect(nodesOf(dto.ranking)).toEqual(['auth-token'])
  expect(dto.rejections[0]?.broken).toMatchObject([
    { rule: 'mandatory-feature', found: 'insists on HEVC decode' },
  ])
})

test('amounts of a file stay as they are written', async () => {
  const exact = node('exact', { wei: 9_007_199_254_740_993n })
  const reply = await asking({ nodes: [exact] })('/api/v1/select', {
    method: 'POST',
    body: '{"pipeline":"text-to-image","max_prices":{"capabilities_prices":[{"pipeline":"text-to-image","price_per_unit":9007199254740993}]}}',
  })
  const dto = selectionDto.parse(JSON.parse(reply.text))
  expect(dto.inputs.max_wei_per_unit).toBe('9007199254740993')
  expect(dto.rejections.flatMap(({ broken }) => broken.map(({ rule }) => rule))).not.toContain('max-price')
})

test('however much of a body is wrong, the answer is short and comes at once', async () => {
  const wrong = Array.from({ length: 100 }, (_, i) => i)
  const unknown = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`k${i}`, 0]))
  const reply = await asking({ nodes: NETWORK })('/api/v1/select', {
    method: 'POST',
    body: JSON.stringify({
      pipeline: 'llm',
      only: wrong,
      gpu: wrong,
      region: wrong,
      exclude: wrong,
      ...unknown,
    }),
  })
  expect(reply.status).toBe(400)
  expect(reply.text.length).toBeLessThan(10_000)
})

test('what strangers and clients state at length is told in short', async () => {
  const long = node('long', { version: `0.8.${'1'.repeat(100_000)}` })
  const { dto } = await ask(
    { min_node_version: '0.9.0', gpu: Array.from({ length: 100 }, (_, i) => `${'x'.repeat(180)} ${i}`) },
    { nodes: [long] },
  )
  expect(dto.rejected).toBe(1)
  expect(JSON.stringify(dto).length).toBeLessThan(12_000)
})

test.each(['latest', '0.8.x', 'v', '0.8.0 ', '1'.repeat(60)])(
  'a least version of %j is refused: go-livepeer would take it for none',
  async (min_node_version) => {
    const reply = await asking({ nodes: NETWORK })('/api/v1/select', {
      method: 'POST',
      body: JSON.stringify({ pipeline: 'text-to-image', min_node_version }),
    })
    expect(reply.status).toBe(400)
  },
)

test('a ceiling of this server in dollars that it has no rate for is not told as the client’s', async () => {
  const selector = new Selector({
    now: () => 5_000,
    ceilings: () => ({
      global: { amount: { numerator: 1n, denominator: 2n }, currency: 'usd' },
      byModel: new Map(),
    }),
  })
  const reply = await asking({ nodes: NETWORK, selector })('/api/v1/select', {
    method: 'POST',
    body: '{"pipeline":"text-to-image"}',
  })
  expect(JSON.parse(reply.text).errors[0].detail).toMatch(/highest price of this server/)
})

test('nobody serves what nobody serves, and an app of the same name is no pipeline', async () => {
  const { dto } = await ask({ pipeline: 'text-to-image', model: 'nobodys/model' })
  expect(dto).toMatchObject({ decision: 'nobody', ranked: 0, rejected: 0 })
  expect((await ask({ pipeline: 'acme/none', model: undefined })).dto.inputs.kind).toBe('byoc')
})

test('before anything was collected there is nobody to choose from', async () => {
  const reply = await asking({ nodes: null })('/api/v1/select', {
    method: 'POST',
    body: '{"pipeline":"llm"}',
  })
  expect(reply.status).toBe(503)
})
