import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { parseCapabilitiesDocument } from '@/lib/devnet/capabilities-document'
import type { LiveRunner } from '@/lib/domain/live-runner'
import type { OrchestratorAnswer } from '@/lib/domain/orchestrator-answer'
import { advertising, answer, gpu, model } from '@/lib/domain/testdata/answer'
import { decodeAnswer } from '@/lib/livepeer/decode-answer'
import vectors from '@/lib/livepeer/testdata/orchestrator-info-vectors.json'
import type { NodeObservation } from '@/lib/snapshot/snapshot'
import { lastAnswer, observation } from '@/lib/snapshot/testdata/observation'
import { type Ask, asking } from './testdata/asking'
import {
  clickhouseRow,
  GoLivepeerGateway,
  goDialTarget,
  inspect,
  isPythonDialable,
  pythonAddresses,
  pythonDiscoveryPath,
  pythonRunners,
  toolsUiDocument,
} from './testdata/consumers'
import { observedRow } from './testdata/observed-row'

/** What others make of the drop-in addresses: one test for each trap that their programs are known to have. */
const FLUX = 'black-forest-labs/FLUX.1-dev'
/** Bits 0 to 12, 14 and 26. */
const GO_BITS = 67_133_439n

const price = (capability: number, constraint: string, pricePerUnit: bigint) => ({
  capability,
  constraint,
  pricePerUnit,
  pixelsPerUnit: 1n,
})
function node(
  uri: string,
  about: Partial<OrchestratorAnswer> = {},
  { latencyMs = 10, ...more }: Partial<NodeObservation> & { latencyMs?: number } = {},
): NodeObservation {
  return observation({
    uri,
    lastAnswer: lastAnswer({ answer: answer({ transcoder: uri, ...about }), latencyMs }),
    ...more,
  })
}
/** Image models at prices per pixel. */
function selling(prices: Readonly<Record<string, bigint>>, bits = GO_BITS): Partial<OrchestratorAnswer> {
  const names = Object.keys(prices)
  const { capabilities = null } = advertising({
    27: Object.fromEntries(names.map((name) => [name, model()])),
  })
  return {
    capabilities: capabilities && { ...capabilities, bitstring: [bits | (1n << 27n)] },
    capabilitiesPrices: Object.entries(prices).map(([name, wei]) => price(27, name, wei)),
  }
}

const A = 'https://a.example:8935'
const B = 'https://b.example:8935'
const C = 'https://c.example:8935'
const NETWORK = [
  node(B, selling({ [FLUX]: 5n, sdxl: 1n }), { latencyMs: 30 }),
  node(A, selling({ [FLUX]: 9n }), { latencyMs: 20 }),
  node(C, {}, { latencyMs: 10 }),
]

const webhook = '/orchestrators.json'
const cheapestFlux = `${webhook}?model=${FLUX}&unit=pixel&sort=price`
const addressesOf = async (ask: Ask, path: string) => {
  const gateway = new GoLivepeerGateway()
  const reply = await ask(path)
  expect([path, reply.status]).toEqual([path, 200])
  gateway.refresh(reply)
  return gateway.addresses
}

describe('a go-livepeer gateway with -orchWebhookUrl', () => {
  test('one wrongly typed element would refuse its whole list: every one is an address and a score that is a number', async () => {
    const { text, headers } = await asking({ nodes: NETWORK })(webhook)
    expect(headers['content-type']).toBe('application/json')
    expect(text).toBe(
      `[{"address":"${A}","score":1},{"address":"${B}","score":1},{"address":"${C}","score":1}]`,
    )
  })

  test('it adds neither scheme nor port, and has no use for a path: each address has the first two alone', async () => {
    const nodes = [
      'https://path.example:443/deep/er',
      'https://[2001:db8::1]:9000',
      'http://plain.example:80',
    ]
    const found = await addressesOf(asking({ nodes: nodes.map((uri) => node(uri)) }), webhook)
    expect(found.map(goDialTarget)).toEqual(['plain.example:80', '[2001:db8::1]:9000', 'path.example:443'])
  })

  test('it asks an address twice that is listed twice: two nodes behind one host and port are one', async () => {
    const nodes = [node(`${A}/one`), node(`${A}/two`), node(B)]
    expect(await addressesOf(asking({ nodes }), webhook)).toEqual([A, B])
  })

  test('it dials whatever it is given: nobody is listed whom nobody should dial', async () => {
    const nodes = [
      node(A),
      node('https://blocked.example:8935', {}, { kind: 'blocked' }),
      node('https://idle.example:8935', { transcoder: '' }),
      observation({ uri: 'https://silent.example:8935', kind: 'timed-out', lastAnswer: null }),
      observation({ uri: 'nonsense://', kind: 'invalid-uri', lastAnswer: null }),
      // What a node advertises is a text of its own; we asked it at another address.
      node(B, { transcoder: 'https://169.254.169.254:80' }),
    ]
    expect(await addressesOf(asking({ nodes }), webhook)).toEqual([A, B])
  })

  test('a 5xx keeps its old list: while nothing was collected, and when nothing counts any more', async () => {
    const gateway = new GoLivepeerGateway()
    gateway.refresh(await asking({ nodes: NETWORK })(webhook))
    const expired = await asking({ nodes: NETWORK, now: 1_000_000 })(webhook)
    for (const reply of [await asking({ nodes: null })(webhook), expired]) {
      expect(reply).toMatchObject({ status: 503, headers: { 'retry-after': '5' } })
      gateway.refresh(reply)
    }
    expect(gateway.addresses).toEqual([A, B, C])
  })

  test('an empty list drops everybody: that is said when nobody fits, unless on_empty=keep', async () => {
    const ask = asking({ nodes: NETWORK })
    const gateway = new GoLivepeerGateway()
    gateway.refresh(await ask(webhook))
    const kept = await ask(`${webhook}?model=nobody-has-this&on_empty=keep`)
    expect(kept.status).toBe(503)
    gateway.refresh(kept)
    expect(gateway.addresses).toEqual([A, B, C])
    gateway.refresh(await ask(`${webhook}?model=nobody-has-this`))
    expect(gateway.orchestrators).toEqual([])
    expect((await ask(`${webhook}?on_empty=keep`)).status).toBe(200)
    for (const value of ['maybe', 'keep&on_empty=list'])
      expect((await ask(`${webhook}?on_empty=${value}`)).status).toBe(400)
  })

  test('it skips a body it knows by its bytes: they are the same in every sweep in which nothing changed', async () => {
    const gateway = new GoLivepeerGateway()
    const first = await asking({ nodes: NETWORK })(webhook)
    const later = NETWORK.toReversed().map((old) => ({
      ...old,
      askedAt: 3_000,
      lastAnswer: old.lastAnswer && { ...old.lastAnswer, answeredAt: 3_000, latencyMs: 77 },
    }))
    const ask = asking({ nodes: later })
    for (const reply of [first, await ask(webhook)]) gateway.refresh(reply)
    expect(gateway.parsed).toBe(1)
    const known = await ask(webhook, { headers: { 'if-none-match': first.headers.etag ?? '' } })
    expect(known).toMatchObject({ status: 304, text: '' })
  })

  test('a question that cannot be read is refused by name, and the old list stays', async () => {
    const ask = asking({ nodes: NETWORK })
    const gateway = new GoLivepeerGateway()
    gateway.refresh(await ask(webhook))
    for (const [query, parameter] of [
      ['colour=red', 'colour'],
      ['state=hot', 'state'],
      ['price[lte]=5', 'price[lte]'],
      ['limit=0', 'limit'],
      // About rows, of which there are none here.
      ['cursor=abc', 'cursor'],
      ['fields=model', 'fields'],
      ['format=csv', 'format'],
      ['__proto__=1', '__proto__'],
      ['policy=nobody-saved-this', 'policy'],
    ] as const) {
      const reply = await ask(`${webhook}?${query}`)
      expect([query, reply.status]).toEqual([query, 400])
      expect(JSON.parse(reply.text)).toMatchObject({ errors: [{ parameter }] })
      gateway.refresh(reply)
    }
    expect(gateway.addresses).toEqual([A, B, C])
    expect((await ask(`${webhook}?cursor=abc`)).text).toContain('known: ')
    expect((await ask(`${webhook}?colour=red`)).text).not.toMatch(/cursor|fields|format/)
  })

  test('a node is on the list if one of its offerings fits, in the order of the best one', async () => {
    const ask = asking({ nodes: NETWORK })
    expect(await addressesOf(ask, cheapestFlux)).toEqual([B, A])
    expect(await addressesOf(ask, `${webhook}?unit=pixel&sort=-price`)).toEqual([A, B])
    expect(await addressesOf(ask, `${webhook}?model=${FLUX}`)).toEqual([A, B])
    expect(await addressesOf(ask, `${cheapestFlux}&limit=1`)).toEqual([B])
    expect(await addressesOf(ask, `${webhook}?q=sdxl`)).toEqual([B])
    expect(await addressesOf(ask, `${webhook}?pipeline=text-to-image&max_price_wei=5`)).toEqual([B])
  })

  test('without a filter everybody is on it, those without offerings too, last in any order', async () => {
    const ask = asking({ nodes: NETWORK })
    expect(await addressesOf(ask, `${webhook}?sort=latency_ms`)).toEqual([A, B, C])
    expect(await addressesOf(ask, `${webhook}?sort=-latency_ms&limit=2`)).toEqual([B, A])
  })

  test('it passes over nodes without features 0 to 12, 14 and 26: usable_by leaves those out', async () => {
    const nodes = [
      node(A, selling({ [FLUX]: 1n })),
      node(B, selling({ [FLUX]: 1n }, GO_BITS & ~(1n << 26n))),
      node(C, { ...selling({ [FLUX]: 1n }), capabilities: null }),
    ]
    expect(await addressesOf(asking({ nodes }), `${webhook}?usable_by=go-livepeer`)).toEqual([A])
  })
})

test('a go-livepeer gateway with -remoteSignerUrl reads /discover-orchestrators by the same rules', async () =>
  expect(await addressesOf(asking({ nodes: NETWORK }), '/discover-orchestrators')).toEqual([B, A]))

const CAPABILITIES = '/getNetworkCapabilities'
/** What Go accepts of the odd answers on record, each from a node of its own. */
const ODD = vectors
  .filter(({ go }) => go === 'ok')
  .map(({ hex }, i) => node(`https://odd-${i}.example:8935`, decodeAnswer(Buffer.from(hex, 'hex'))))
const odd = async () => (await asking({ nodes: [...ODD, ...NETWORK] })(CAPABILITIES)).text
const Rows = z.object({ orchestrators: z.array(z.record(z.string(), z.unknown())) })
const rowsOf = (text: string) => Rows.parse(JSON.parse(text)).orchestrators

describe('readers of /getNetworkCapabilities', () => {
  test('livepeer-tools-ui: a price without the key `capability` fails the whole page; of capability 0 it is there', async () => {
    const text = await odd()
    expect(toolsUiDocument.parse(JSON.parse(text)).orchestrators.length).toBeGreaterThan(3)
    expect(text).toContain('"capability":0,"constraint":"h264-capability-zero"')
  })

  test('livepeer-tools-ui: "orchestrators":null fails; an empty choice is [], and no list at all a 503', async () => {
    const none = await asking({ nodes: NETWORK })(`${CAPABILITIES}?model=nobody-has-this`)
    expect(none.status).toBe(200)
    expect(toolsUiDocument.parse(JSON.parse(none.text)).orchestrators).toEqual([])
    const early = await asking({ nodes: null })(CAPABILITIES)
    expect(early.status).toBe(503)
    expect(early.text).not.toContain('orchestrators"')
  })

  test("naap-analytics' inspector: a null under capabilities ends it; what is not stated is left out", async () => {
    const text = await odd()
    expect(inspect(text).flatMap(({ models }) => models)).toContain(FLUX)
    expect(text).not.toMatch(/"(constraints|PerCapability|models)":null/)
    expect(rowsOf(text).filter(({ capabilities }) => capabilities === null).length).toBeGreaterThan(0)
  })

  test("naap-analytics' tables: addresses are texts, and cards an object or a list", async () => {
    for (const row of rowsOf(await odd())) clickhouseRow.parse(row)
  })

  test('our own filters choose rows and change none of them', async () => {
    const ask = asking({ nodes: NETWORK })
    const whole = (await ask(CAPABILITIES)).text
    const rowsBy = async (query: string) => rowsOf((await ask(`${CAPABILITIES}?${query}`)).text)
    const uris = (rows: readonly Record<string, unknown>[]) => rows.map(({ orch_uri }) => orch_uri)
    expect(uris(await rowsBy('q=sdxl'))).toEqual([B])
    expect(uris(await rowsBy(`model=${FLUX}&unit=pixel&sort=price`))).toEqual([B, A])
    expect(uris(await rowsBy('latency_ms[gt]=20'))).toEqual([B])
    const { text } = await ask(`${CAPABILITIES}?q=sdxl`)
    const [row = ''] = /(?<="orchestrators":\[)\{.*\}(?=\]\}$)/.exec(text) ?? []
    expect(row).not.toBe('')
    expect(whole).toContain(row)
  })

  test('a parameter that it does not know is ignored as by a gateway, against caches for one: the very document', async () => {
    const ask = asking({ nodes: NETWORK })
    const plain = await ask(CAPABILITIES)
    for (const query of ['_=1700000000', 'nonsense[x]=1', 'cursor=x&format=csv&fields=y', '__proto__=1'])
      expect(await ask(`${CAPABILITIES}?${query}`)).toEqual(plain)
  })

  test('a filter that it knows and cannot read is refused in the words that its clients read', async () => {
    const ask = asking({ nodes: NETWORK })
    for (const [query, word] of [
      ['state=hot', 'state'],
      ['price[lte]=5', 'unit='],
      ['latency_ms[between]=1', 'latency_ms[between]'],
      ['policy=x', 'policy'],
    ] as const) {
      const { status, text, headers } = await ask(`${CAPABILITIES}?${query}`)
      expect([query, status, headers['content-type']]).toEqual([query, 400, 'application/json'])
      expect(JSON.parse(text)).toEqual({ error: { message: expect.stringContaining(word) } })
    }
  })
})

describe('the Python gateway', () => {
  const runner = (about: Partial<LiveRunner>): LiveRunner => ({
    url: `${C}/apps/x/app`,
    gpu: null,
    app: 'render',
    version: '',
    metadata: '',
    mode: 'persistent',
    capacity: 1,
    capacityUsed: 0,
    capacityAvailable: 1,
    price: null,
    ...about,
  })
  const withRunners = (runners: readonly LiveRunner[]): NodeObservation => ({
    ...node(C),
    runners: {
      kind: 'listed',
      detail: null,
      askedAt: 1_000,
      readAt: 1_000,
      listings: [{ address: C, runners }],
      refused: [],
    },
  })

  test('sends caps with their slashes as they are, beside whatever query the operator wrote', async () => {
    const ask = asking({ nodes: NETWORK })
    const path = pythonDiscoveryPath('/discover-orchestrators?x=y', ['text-to-image/sdxl', 'llm/none'])
    expect(path).toContain('x=y&caps=text-to-image/sdxl&caps=')
    expect(pythonAddresses(await ask(path))).toEqual([B])
  })

  test('takes anything but a list for an error of its signer: an empty choice is [], no list a 503', async () => {
    const path = pythonDiscoveryPath('/discover-orchestrators', ['llm/none'])
    expect(pythonAddresses(await asking({ nodes: NETWORK })(path))).toEqual([])
    const early = await asking({ nodes: null })(path)
    expect(() => pythonAddresses(early)).toThrow('RemoteSignerError')
    expect(early.status).toBe(503)
  })

  test('its call refuses paths, queries and plain http: it finds none of them in the list for -orchWebhookUrl of https nodes', async () => {
    const nodes = [node(`${A}/deep`), node(B), node('https://[2001:db8::1]:9000')]
    const addresses = pythonAddresses(await asking({ nodes })(webhook))
    expect(addresses).toHaveLength(3)
    expect(addresses.filter((address) => !isPythonDialable(address))).toEqual([])
  })

  test('its newer versions ask by app and by card, any of each and both', async () => {
    const seconds = { wei: 5n, perUnits: 1n, spelling: '5', unit: 'seconds' } as const
    const runners = [
      runner({ url: `${C}/1`, app: 'render', gpu: { ...gpuOf('L4') }, price: seconds }),
      runner({ url: `${C}/2`, app: 'render', gpu: { ...gpuOf('H100') }, price: seconds }),
      runner({ url: `${C}/3`, app: 'voice', gpu: { ...gpuOf('L4') }, price: seconds }),
      runner({ url: `${C}/4`, app: 'other', gpu: { ...gpuOf('L4') }, price: seconds }),
    ]
    const ask = asking({ nodes: [withRunners(runners)] })
    const urls = async (query: string) =>
      pythonRunners((await ask(`/discover-orchestrators?${query}`)).text).map(({ url }) => url)
    expect(await urls('app=render&app=voice')).toEqual([`${C}/1`, `${C}/2`, `${C}/3`])
    expect(await urls('app=render&app=voice&gpu=L4')).toEqual([`${C}/1`, `${C}/3`])
    expect(await urls('app=render&gpu=L4&gpu=H100')).toEqual([`${C}/1`, `${C}/2`])
    expect(await urls('app=nobody')).toEqual([])
  })

  const gpuOf = (name: string) => ({ id: gpu().id, name, vramMb: 1 })
})

/** The recording names real hosts, so it stays where the reference material is. */
const RECORDING = '../shared/data/network/getNetworkCapabilities-2026-04-21.json'

describe.runIf(existsSync(RECORDING))('the recorded network, as its readers see it', () => {
  const nodes = () =>
    parseCapabilitiesDocument(readFileSync(RECORDING, 'utf8')).map((row) => observedRow(row))

  test('every reader of /getNetworkCapabilities takes all 40 rows', async () => {
    const { text } = await asking({ nodes: nodes() })(CAPABILITIES)
    expect(toolsUiDocument.parse(JSON.parse(text)).orchestrators).toHaveLength(40)
    expect(new Set(inspect(text).flatMap(({ models }) => models)).size).toBeGreaterThan(10)
    for (const row of rowsOf(text)) clickhouseRow.parse(row)
  })

  test('a go-livepeer gateway can dial all 40 of the list, and the Python gateway too', async () => {
    const reply = await asking({ nodes: nodes() })(webhook)
    const gateway = new GoLivepeerGateway()
    gateway.refresh(reply)
    expect(gateway.orchestrators).toHaveLength(40)
    const addresses = pythonAddresses(reply)
    expect(addresses.filter((address) => goDialTarget(address) === null)).toEqual([])
    expect(addresses.filter((address) => !isPythonDialable(address))).toEqual([])
  })

  test('filters choose those, and only those, whose row says so', async () => {
    const ask = asking({ nodes: nodes() })
    const warm = z.object({
      capabilities: z.object({
        constraints: z.object({
          PerCapability: z.record(
            z.string(),
            z.object({ models: z.record(z.string(), z.object({ warm: z.boolean().optional() })) }),
          ),
        }),
      }),
    })
    const all = rowsOf((await ask(CAPABILITIES)).text)
    const expected = all.filter((row) =>
      Object.values(warm.safeParse(row).data?.capabilities.constraints.PerCapability ?? {}).some(
        ({ models }) => Object.values(models).some((stated) => stated.warm),
      ),
    )
    expect(expected.length).toBeGreaterThan(5)
    const chosen = rowsOf((await ask(`${CAPABILITIES}?state=warm`)).text)
    const byUri = (rows: readonly Record<string, unknown>[]) =>
      rows.map((row) => JSON.stringify(row)).toSorted()
    expect(byUri(chosen)).toEqual(byUri(expected))
    expect(await addressesOf(ask, `${webhook}?state=warm`)).toHaveLength(expected.length)
  })
})
