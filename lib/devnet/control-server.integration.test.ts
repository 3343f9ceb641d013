import { readFile } from 'node:fs/promises'
import { request } from 'node:http'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { ControlServer } from './control-server'
import { Devnet } from './devnet'
import { scenario } from './scenario'
import { standingFleet } from './standing-fleet'
import { answerOf } from './test-client'

let devnet: Devnet
let control: ControlServer
beforeAll(async () => {
  const models = [{ pipeline: 'llm', model: 'org/model', price: 5n }] as const
  devnet = await Devnet.start({
    fleet: [scenario({ name: 'a', models, region: 'sa-east' }), scenario({ name: 'b' })],
  })
  control = await ControlServer.start(devnet)
})
beforeEach(() => devnet.reset())
afterAll(async () => {
  await control.stop()
  await devnet.stop()
})

const fetchJson = async (path: string, init?: RequestInit) => {
  const response = await fetch(`${control.url}${path}`, init)
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() }
}
const patch = (name: string, body: unknown) =>
  fetchJson(`/orchestrators/${name}`, {
    method: 'PATCH',
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })

test('lists who runs where and how', async () => {
  const { body } = await fetchJson('/')
  expect(body).toMatchObject([
    {
      name: 'a',
      uri: devnet.orchestrator('a').uri,
      region: 'sa-east',
      behaviour: { fault: 'none', latencyMs: 0, discovery: 'ok' },
      isListed: true,
    },
    { name: 'b' },
  ])
})

test('gives the list that a gateway takes from its webhook', async () => {
  const { body } = await fetchJson('/webhook')
  expect(body).toEqual(devnet.serviceUris().map((address) => ({ address, score: 1 })))
  expect(control.webhookUrl).toBe(`${control.url}/webhook`)
})

test('a patch changes the running orchestrator, and a reset takes it back', async () => {
  const changed = await patch('a', {
    basePrice: '77',
    models: [{ pipeline: 'llm', model: 'org/model', isWarm: false }],
  })
  expect(changed.body).toMatchObject({
    basePrice: '77',
    models: [{ model: 'org/model', prices: ['5'], isWarm: false }],
  })
  expect((await answerOf(devnet.orchestrator('a'))).priceInfo?.pricePerUnit).toBe(77n)
  expect((await fetchJson('/reset', { method: 'POST' })).body).toEqual({ reset: 2 })
  expect((await answerOf(devnet.orchestrator('a'))).priceInfo?.pricePerUnit).toBe(1_200n)
  expect((await fetchJson('/orchestrators/a')).body).toMatchObject({ basePrice: '1200' })
})

test.each([
  [{ fault: 'explode' }, /fault/],
  [{ latency: 5 }, /latency/],
  ['[]', /JSON object/],
  ['{', /JSON object/],
  ['', /JSON object/],
])('the patch %j is answered with a problem that names it', async (body, detail) => {
  const { status, type, body: problem } = await patch('a', body)
  expect({ status, type }).toEqual({ status: 400, type: 'application/problem+json' })
  expect(problem.detail).toMatch(detail)
})

test('the changes that the README shows can be made, and take effect', async () => {
  const readme = await readFile('README.md', 'utf8')
  const shown = [...readme.matchAll(/localhost:9936\/orchestrators\/([\w-]+) .*-d '(.*)'/g)]
  expect(shown.length).toBeGreaterThanOrEqual(3)
  const names = new Set(shown.map(([, name]) => name))
  const network = await Devnet.start({ fleet: standingFleet().filter(({ name }) => names.has(name)) })
  const server = await ControlServer.start(network)
  for (const [, name, body] of shown) {
    const init = { method: 'PATCH', ...(body !== undefined && { body }) }
    const answer = await fetch(`${server.url}/orchestrators/${name}`, init)
    expect([name, body, answer.status]).toEqual([name, body, 200])
  }
  await network.orchestrator('halcyon-1').change({ fault: 'none' })
  const pricesOf = async (name: string) =>
    (await answerOf(network.orchestrator(name))).capabilitiesPrices.map(({ constraint, pricePerUnit }) => [
      constraint,
      pricePerUnit,
    ])
  expect(await pricesOf('halcyon-1')).toContainEqual(['streamdiffusion-sdxl', 3_000n])
  expect(await pricesOf('foxglove-1')).toContainEqual(['openai-chat-completions', 2_750n])
  await server.stop()
  await network.stop()
})

test('an unknown name, path or method is told with what would work', async () => {
  expect(await patch('nobody', {})).toMatchObject({
    status: 404,
    body: { detail: expect.stringContaining('nobody') },
  })
  expect(await fetchJson('/nowhere')).toMatchObject({ status: 404 })
  expect(await fetchJson('/reset')).toMatchObject({ status: 405, body: { detail: '/reset takes POST' } })
})

test('a body above 64 KiB is refused', async () => {
  expect((await patch('a', JSON.stringify({ version: 'x'.repeat(70_000) }))).status).toBe(413)
})

test.each([
  ['evil.example', 403],
  ['localhost.evil.example', 403],
  ['localhost', 200],
  ['demo.localhost:9936', 200],
  ['[::1]:9936', 200],
])('a request whose Host is %s is answered %d', async (host, expected) => {
  const { port } = new URL(control.url)
  const status = await new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port, headers: { host } }, (response) => {
      response.resume()
      resolve(response.statusCode)
    })
      .on('error', reject)
      .end()
  })
  expect(status).toBe(expected)
})

test('a web page of another site cannot change anything', async () => {
  const answer = await fetchJson('/reset', { method: 'POST', headers: { origin: 'https://evil.example' } })
  expect(answer.status).toBe(403)
})
