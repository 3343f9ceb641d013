import { getAddress, isHex, keccak256, stringToBytes, verifyMessage } from 'viem'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { z } from 'zod'
import { parseNetworkCapabilities } from '@/lib/livepeer/parse-network-capabilities'
import { ControlServer } from './control-server'
import { Devnet } from './devnet'
import { scenario } from './scenario'
import { standingFleet } from './standing-fleet'

/** A gateway and a remote signer of the simulated network, as programs that are no orchestrators find them. */
let devnet: Devnet
let control: ControlServer
beforeAll(async () => {
  const fleet = [
    {
      name: 'a',
      basePrice: 9n,
      cards: ['L4'],
      models: [
        { pipeline: 'text-to-image', model: 'org/image', price: 500n, cards: [0] },
        { pipeline: 'llm', model: 'org/own', price: 7n, isAdvertised: false },
      ],
      nodes: ['hidden'],
    },
    {
      name: 'b',
      models: [{ pipeline: 'llm', model: 'org/llm' }],
      runners: [
        { app: 'daydream/scope', price: [5n, 'seconds'] },
        { app: 'gift', price: [0n, 'seconds'] },
      ],
    },
    { name: 'pointer', transcoder: 'b', models: [{ pipeline: 'upscale', model: 'org/up' }] },
    { name: 'transcoder' },
    { name: 'unpriced', basePrice: null, models: [{ pipeline: 'llm', model: 'org/llm' }] },
    { name: 'down', fault: 'hang', models: [{ pipeline: 'llm', model: 'org/llm' }] },
    { name: 'hidden', isListed: false, models: [{ pipeline: 'llm', model: 'org/llm' }] },
  ] as const
  devnet = await Devnet.start({ fleet: fleet.map(scenario) })
  control = await ControlServer.start(devnet)
})
beforeEach(() => devnet.reset())
afterAll(async () => {
  await control.stop()
  await devnet.stop()
})

const uri = (name: string) => devnet.orchestrator(name).uri

async function ask(path: string, init?: RequestInit) {
  const response = await fetch(`${control.url}${path}`, init)
  const { status, headers } = response
  return { status, mark: headers.get('x-simulated-network'), body: await response.text() }
}

const List = z.array(
  z.strictObject({
    address: z.string(),
    score: z.literal(1),
    capabilities: z.array(z.string()),
    runners: z.array(z.looseObject({ app: z.string() })).optional(),
  }),
)
const listOf = async (query = '') =>
  List.parse(JSON.parse((await ask(`/discover-orchestrators${query}`)).body))

test('the gateway lists who is listed, answers and has a price, and marks it as simulated', async () => {
  const { status, mark, body } = await ask('/getNetworkCapabilities')
  expect({ status, mark }).toEqual({ status: 200, mark: 'devnet' })
  expect(control.capabilitiesUrl).toBe(`${control.url}/getNetworkCapabilities`)
  const document = parseNetworkCapabilities(body)
  if (!document.ok) throw new Error(document.problem)
  expect(document).toMatchObject({ refused: [], duplicates: 0 })
  expect(document.rows.map((row) => row.uri)).toEqual([uri('a'), uri('b'), uri('b'), uri('transcoder')])
  const { recipient, key, offer } = devnet.orchestrator('a').scenario
  expect(document.rows[0]?.answer).toMatchObject({
    recipient,
    localAddress: key,
    priceInfo: { pricePerUnit: 9n, pixelsPerUnit: 1n },
    capabilities: offer.capabilities,
    hardware: offer.hardware,
  })
})

test('the document is the same while the network is, and asking for it disturbs no node', async () => {
  const before = devnet.orchestrators.map(({ seen }) => seen)
  const first = await ask('/getNetworkCapabilities')
  expect(await ask('/getNetworkCapabilities')).toEqual(first)
  expect(devnet.orchestrators.map(({ seen }) => seen)).toEqual(before)
  await devnet.orchestrator('a').change({ basePrice: '10' })
  expect((await ask('/getNetworkCapabilities')).body).not.toBe(first.body)
})

test('every row of the standing fleet is one that our reader takes', async () => {
  const standing = await Devnet.start({ fleet: standingFleet() })
  const other = await ControlServer.start(standing)
  const document = parseNetworkCapabilities(await (await fetch(other.capabilitiesUrl)).text())
  const silent = standing.listed.filter(
    ({ scenario, behaviour }) => behaviour.fault !== null || scenario.offer.basePrice === null,
  )
  expect(document).toMatchObject({ ok: true, refused: [], duplicates: 0 })
  expect(document.ok && document.rows.length).toBe(standing.listed.length - silent.length)
  await other.stop()
  await standing.stop()
})

test('the signer lists addresses with what may be asked of them, and the live runners with a price', async () => {
  expect(await listOf()).toEqual([
    { address: uri('a'), score: 1, capabilities: ['text-to-image/org/image'] },
    {
      address: uri('b'),
      score: 1,
      capabilities: ['daydream/scope', 'llm/org/llm', 'upscale/org/up'],
      runners: [expect.objectContaining({ app: 'daydream/scope' })],
    },
  ])
})

test.each([
  ['?caps=llm/org/llm', ['b']],
  ['?caps=daydream/scope', ['b']],
  ['?caps=llm%2Forg%2Fllm&caps=text-to-image/org/image', ['a', 'b']],
  ['?caps=', ['a', 'b']],
  ['?caps=LLM/org/llm', []],
  ['?caps=llm/org/own', []],
])('asked with %s it names %j', async (query, names) => {
  expect((await listOf(query)).map(({ address }) => address)).toEqual(names.map(uri))
})

test('with nobody to name, gateway and signer say that they have no list, as go-livepeer does', async () => {
  const all = devnet.orchestrators
  await Promise.all(all.map((orchestrator) => orchestrator.change({ fault: 'hang' })))
  expect(await ask('/getNetworkCapabilities')).toMatchObject({
    status: 500,
    body: 'network capabilities not available\n',
  })
  expect(await ask('/discover-orchestrators')).toMatchObject({
    status: 503,
    body: '{"error":{"message":"Service Unavailable Error"}}',
  })
})

test('the signer’s signature proves its address, the same each time for the same seed', async () => {
  const signed = await ask('/sign-orchestrator-info', { method: 'POST', body: '{}' })
  const { address, signature } = z
    .strictObject({ address: z.string(), signature: z.string() })
    .parse(JSON.parse(signed.body))
  expect(address).toBe(getAddress(address))
  expect(signature).toMatch(/^0x[0-9a-f]{128}(1b|1c)$/)
  const message = { raw: keccak256(stringToBytes(address)) }
  expect(
    await verifyMessage({
      address: getAddress(address),
      message,
      signature: isHex(signature) ? signature : '0x',
    }),
  ).toBe(true)
  expect(await ask('/sign-orchestrator-info', { method: 'POST', body: '{}' })).toEqual(signed)

  const elsewhere = await Devnet.start({ fleet: [], seed: 'another' })
  const other = await ControlServer.start(elsewhere)
  const response = await fetch(`${other.signerUrl}/sign-orchestrator-info`, { method: 'POST' })
  expect(await response.text()).not.toContain(address)
  await other.stop()
  await elsewhere.stop()
})

test('a signature is not given to a web page of another site', async () => {
  const headers = { origin: 'https://evil.example' }
  expect((await ask('/sign-orchestrator-info', { method: 'POST', headers })).status).toBe(403)
})

test('a live runner is changed over HTTP, and one that is not there is named', async () => {
  const patch = (body: object) => ask('/orchestrators/b', { method: 'PATCH', body: JSON.stringify(body) })
  const changed = await patch({ discovery: 'error', runners: [{ app: 'daydream/scope', price: '6' }] })
  expect(JSON.parse(changed.body)).toMatchObject({
    behaviour: { discovery: 'error' },
    runners: [{ app: 'daydream/scope', price: '6', unit: 'seconds' }, { app: 'gift' }],
  })
  const refused = await patch({ runners: [{ app: 'scoop', remove: true }] })
  expect(refused).toMatchObject({
    status: 400,
    body: expect.stringContaining('b runs no app \\"scoop\\"; it runs daydream/scope, gift'),
  })
})
