import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2'
import { get } from 'node:https'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { parseRunnerDiscovery } from '@/lib/livepeer/parse-runner-discovery'
import { Devnet } from './devnet'
import type { RunningOrchestrator } from './running-orchestrator'
import { type Sketch, scenario } from './scenario'
import { standingFleet } from './standing-fleet'
import { answerOf } from './test-client'

const RUNNER: Sketch = {
  name: 'runner-1',
  cards: ['L4', 'H100 80GB'],
  runners: [
    {
      app: 'daydream/scope',
      version: '1.2.0',
      metadata: '{"fast":true}',
      capacity: 2,
      capacityUsed: 1,
      gpu: 1,
      price: [123_456n, 'seconds'],
    },
    { app: 'render', mode: 'single-shot', price: [10n ** 21n, 'fixed'] },
  ],
}

let devnet: Devnet
let node: RunningOrchestrator
beforeAll(async () => {
  devnet = await Devnet.start({
    fleet: [
      scenario(RUNNER),
      scenario({ ...RUNNER, name: 'unpaid', operator: null }),
      scenario({ ...RUNNER, name: 'pointer', transcoder: 'runner-1' }),
      scenario({ name: 'bare' }),
    ],
  })
  node = devnet.orchestrator('runner-1')
})
beforeEach(() => devnet.reset())
afterAll(() => devnet.stop())

test('are listed as go-livepeer lists them: one entry, keys in its order, empty ones left out, prices exact', async () => {
  const { status, headers, body } = await discoveryOf(node)
  expect({ status, type: headers['content-type'], mark: headers['x-simulated-network'] }).toEqual({
    status: 200,
    type: 'application/json',
    mark: 'devnet',
  })
  const gpu = node.scenario.offer.runners[0]?.gpu?.id
  const [route, otherRoute] = [...body.matchAll(/\/apps\/([0-9a-z]{5})\//g)].map(([, found]) => found)
  expect(route).not.toBe(otherRoute)
  expect(body).toBe(
    `[{"address":"${node.uri}","runners":[` +
      `{"url":"${node.uri}/apps/${route}/session","gpu":{"id":"${gpu}","name":"NVIDIA H100 80GB HBM3","vram_mb":81559},` +
      `"app":"daydream/scope","version":"1.2.0","metadata":"{\\"fast\\":true}","mode":"persistent",` +
      `"capacity":2,"capacity_used":1,"capacity_available":1,"price_info":{"price":123456,"currency":"wei","unit":"seconds"}},` +
      `{"url":"${node.uri}/apps/${otherRoute}/app","app":"render","mode":"single-shot",` +
      `"capacity":1,"capacity_used":0,"capacity_available":1,"price_info":{"price":1000000000000000000000,"currency":"wei","unit":"fixed"}}]}]`,
  )
})

test('are read by our own reader, amounts beyond 64 bits included', async () => {
  const document = parseRunnerDiscovery((await discoveryOf(node)).body, { ownAddresses: [node.uri] })
  expect(document).toMatchObject({
    ok: true,
    refused: [],
    listings: [
      {
        address: node.uri,
        runners: [
          { app: 'daydream/scope', capacityAvailable: 1 },
          { price: { wei: 10n ** 21n, unit: 'fixed' } },
        ],
      },
    ],
  })
})

test('are the same over HTTP/2', async () => {
  const session = connectHttp2(`https://127.0.0.1:${node.port}`, { rejectUnauthorized: false })
  expect(await textOf(session, '/discovery')).toBe((await discoveryOf(node)).body)
  session.close()
})

test('without any, the node says that it does not support them', async () => {
  expect(await discoveryOf(devnet.orchestrator('bare'))).toMatchObject({
    status: 404,
    body: 'live runners are not supported\n',
  })
})

test('a node that nobody is paid for states no price', async () => {
  const { body } = await discoveryOf(devnet.orchestrator('unpaid'))
  expect(body).toContain('"app":"render"')
  expect(body).not.toContain('price_info')
})

test('are listed under the address that the node advertises', async () => {
  expect((await discoveryOf(devnet.orchestrator('pointer'))).body).toContain(`[{"address":"${node.uri}"`)
})

test('questions for them are counted by themselves', async () => {
  const before = node.seen
  await discoveryOf(node)
  await discoveryOf(node)
  expect(node.seen).toMatchObject({
    discoveries: before.discoveries + 2,
    questions: before.questions,
  })
})

test('a patch makes them busy, dearer, free of charge and gone, and a reset takes it back', async () => {
  const { body } = await discoveryOf(node)
  await node.change({ runners: [{ app: 'daydream/scope', capacityUsed: 2, price: '0' }] })
  expect((await discoveryOf(node)).body).toContain(
    '"capacity_used":2,"capacity_available":0,"price_info":{"price":0,"currency":"wei","unit":"seconds"}',
  )
  await node.change({ runners: [{ app: 'daydream/scope', remove: true }] })
  expect((await discoveryOf(node)).body).not.toContain('daydream/scope')
  await node.change({ runners: [{ app: 'render', remove: true }] })
  expect((await discoveryOf(node)).status).toBe(404)
  await node.reset()
  expect((await discoveryOf(node)).body).toBe(body)
})

test('garbage and oversized: a status of 200 with a document that no reader takes', async () => {
  for (const [discovery, problem] of [
    ['garbage', 'is not JSON'],
    ['oversized', 'exceeds 1048576 bytes'],
  ] as const) {
    await node.change({ discovery })
    const { status, body } = await discoveryOf(node)
    expect(status).toBe(200)
    expect(parseRunnerDiscovery(body, { ownAddresses: [node.uri] })).toEqual({ ok: false, problem })
  }
})

test('redirect-inward: to where a cloud keeps its secrets', async () => {
  await node.change({ discovery: 'redirect-inward' })
  expect(await discoveryOf(node)).toMatchObject({
    status: 302,
    headers: { location: 'http://169.254.169.254/latest/meta-data/', 'x-simulated-network': 'devnet' },
  })
})

test('error: the HTTP side fails while gRPC goes on, until it is ok again', async () => {
  await node.change({ discovery: 'error' })
  expect((await discoveryOf(node)).status).toBe(500)
  expect((await answerOf(node)).transcoder).toBe(node.uri)
  await node.change({ discovery: 'ok' })
  expect((await discoveryOf(node)).status).toBe(200)
})

test('hang: the question arrives and stays without an answer, though others on its connection get one', async () => {
  await node.change({ discovery: 'hang' })
  const { discoveries } = node.seen
  const session = connectHttp2(`https://127.0.0.1:${node.port}`, { rejectUnauthorized: false })
  let isAnswered = false
  session.request({ ':path': '/discovery' }).once('response', () => {
    isAnswered = true
  })
  expect(await textOf(session, '/')).toBe('404 page not found\n')
  expect({ isAnswered, discoveries: node.seen.discoveries }).toEqual({
    isAnswered: false,
    discoveries: discoveries + 1,
  })
  session.destroy()
})

test('the standing fleet runs some, all fit for our reader but the two that are meant to be refused', async () => {
  const standing = await Devnet.start({ fleet: standingFleet() })
  const nodes = standing.orchestrators.filter(({ scenario }) => scenario.offer.runners.length > 0)
  const read = await Promise.all(
    nodes.map(async (orchestrator) => {
      const { body } = await discoveryOf(orchestrator)
      const document = parseRunnerDiscovery(body, { ownAddresses: [orchestrator.uri] })
      if (!document.ok) throw new Error(`${orchestrator.name}: ${document.problem}`)
      return { name: orchestrator.name, ...document }
    }),
  )
  await standing.stop()
  const apps = read.flatMap(({ listings }) =>
    listings.flatMap(({ runners }) => runners.map(({ app }) => app)),
  )
  expect(new Set(apps).size).toBeGreaterThanOrEqual(5)
  expect(
    read.flatMap(({ name, refused }) => refused.map(({ place, reason }) => `${name} ${place}: ${reason}`)),
  ).toEqual([
    'copperleaf-1 [0].runners[1]: url is on a host that is not the node’s own',
    'foxglove-1 [0].runners[1]: price_info.price is not above zero',
  ])
})

interface Answer {
  readonly status: number | undefined
  readonly headers: Record<string, unknown>
  readonly body: string
}

/** Over HTTP/1.1, on a connection of its own. */
function discoveryOf({ port }: RunningOrchestrator): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path: '/discovery', rejectUnauthorized: false, agent: false }
    get(options, (response) => {
      const { statusCode: status, headers } = response
      response
        .toArray()
        .then((chunks) => resolve({ status, headers, body: Buffer.concat(chunks).toString() }))
    }).on('error', reject)
  })
}

async function textOf(session: ClientHttp2Session, path: string): Promise<string> {
  return Buffer.concat(await session.request({ ':path': path }).toArray()).toString()
}
