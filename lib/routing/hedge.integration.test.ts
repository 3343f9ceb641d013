import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

/** Somebody else is asked beside whoever takes long; the first answer counts, and the other one is held against nobody. */
const MODEL = 'org/model'
const FOREVER_MS = 600_000
const HEDGED = { 'livepeer-hedge-ms': '50' }

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const models = [{ pipeline: 'llm' as const, model: MODEL, price: 5n }]
  devnet = await Devnet.start({
    fleet: ['one', 'two', 'three'].map((name) => scenario({ name, jobMs: 0, models })),
  })
  standing = await startServer(devnet, { BREAKER_CONSECUTIVE: '1', BREAKER_MIN_SAMPLES: '1' })
})
afterEach(async () => {
  await expect.poll(() => standing.server.upstream.underWay).toBe(0)
  for (const { jobs } of devnet.orchestrators) await expect.poll(() => jobs.log.report().inFlight).toBe(0)
  await devnet.reset()
})
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

/** Whom a seed chooses first, and the others. */
async function chosenBy(seed: string) {
  const response = await ask({ 'livepeer-dry-run': 'true', 'livepeer-seed': seed })
  const { node_uri } = (await response.json()).chosen
  const first = devnet.orchestrators.find(({ uri }) => uri === node_uri)
  if (!first) throw new Error(`nobody is at ${node_uri}`)
  return { first, others: devnet.orchestrators.filter((node) => node !== first) }
}
const ask = (headers: Readonly<Record<string, string>>, stream = false) =>
  fetch(`${standing.url}/llm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({
      model: MODEL,
      messages: [{ role: 'user', content: 'hi' }],
      max_tokens: 20,
      stream,
    }),
  })
async function attemptsOf(response: Response) {
  const id = response.headers.get('x-request-id') ?? ''
  await expect.poll(() => standing.server.store.readRequest(id), { timeout: 5_000 }).not.toBeNull()
  const stored = await standing.server.store.readRequest(id)
  return stored?.attempts.map(({ nodeUri, outcome }) => [nodeUri, outcome])
}
const suspendedCount = async (): Promise<number> =>
  (await (await fetch(`${standing.url}/api/v1/suspensions`)).json()).total

test.each([false, true])('the faster one answers, and the other one is cut (stream: %s)', async (stream) => {
  const { first } = await chosenBy('7')
  await first.change({ jobFault: { kind: 'slow-first-byte', ms: FOREVER_MS } })
  const response = await ask({ ...HEDGED, 'livepeer-seed': '7' }, stream)
  expect(response.status).toBe(200)
  const text = await response.text()
  expect(text).toContain(stream ? '"finish_reason":"stop"' : '"choices"')
  const node = response.headers.get('livepeer-node') ?? ''
  expect(node).not.toBe(first.uri)
  expect(response.headers.get('livepeer-reason')).toBe('hedge')
  expect(response.headers.get('livepeer-attempts')).toBe('2')
  expect(await attemptsOf(response)).toEqual([
    [first.uri, 'outrun'],
    [node, 'ok'],
  ])
  expect(await suspendedCount()).toBe(0)
})

test('a second one that fails is a fault of its own, and the first one is waited for', async () => {
  const { first, others } = await chosenBy('7')
  await first.change({ jobFault: { kind: 'slow-first-byte', ms: 500 } })
  for (const node of others) await node.change({ jobFault: { kind: 'status', status: 500 } })
  const response = await ask({ ...HEDGED, 'livepeer-seed': '7' })
  expect(response.status).toBe(200)
  await response.text()
  const attempts = await attemptsOf(response)
  expect(attempts?.at(-1)).toEqual([first.uri, 'ok'])
  expect(response.headers.get('livepeer-reason')).toBe('rank')
  expect(attempts).toHaveLength(2)
  expect(await suspendedCount()).toBe(1)
})

test('whoever answers in time has nobody beside it', async () => {
  const begun = () => devnet.orchestrators.reduce((sum, { jobs }) => sum + jobs.log.report().begun, 0)
  const before = begun()
  const response = await ask({ 'livepeer-hedge-ms': '30000' })
  await response.text()
  expect(response.headers.get('livepeer-attempts')).toBe('1')
  expect(begun()).toBe(before + 1)
})

test('without fallback there is nobody beside', async () => {
  const { first } = await chosenBy('7')
  await first.change({ jobFault: { kind: 'slow-first-byte', ms: 300 } })
  const response = await ask({ ...HEDGED, 'livepeer-seed': '7', 'livepeer-no-fallback': 'true' })
  await response.text()
  expect(await attemptsOf(response)).toEqual([[first.uri, 'ok']])
})

test('a client that goes leaves neither of two at work', async () => {
  await Promise.all(
    devnet.orchestrators.map((node) =>
      node.change({ jobFault: { kind: 'slow-first-byte', ms: FOREVER_MS } }),
    ),
  )
  const inFlight = () => devnet.orchestrators.reduce((sum, { jobs }) => sum + jobs.log.report().inFlight, 0)
  const patience = new AbortController()
  const asking = fetch(`${standing.url}/llm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...HEDGED },
    body: JSON.stringify({ model: MODEL, messages: [{ role: 'user', content: 'hi' }], max_tokens: 20 }),
    signal: patience.signal,
  }).catch(() => null)
  await expect.poll(inFlight).toBe(2)
  patience.abort()
  expect(await asking).toBeNull()
  await expect.poll(inFlight).toBe(0)
})
