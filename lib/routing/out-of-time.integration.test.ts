import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { RequestFilter } from '@/lib/domain/request-filter'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

/** How long a client waits is its own choice: who is not given the time that a job has is not to blame. */
/** Of each test its own, so that nobody has a quote for it. */
const MODELS = ['silent', 'slow', 'fair', 'late-quote', 'left-quote'] as const
const FOREVER_MS = 600_000
const QUOTE_MS = 30_000
const NAMES = ['one', 'two'] as const

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const models = MODELS.map((model) => ({ pipeline: 'llm' as const, model, price: 5n }))
  devnet = await Devnet.start({ fleet: NAMES.map((name) => scenario({ name, jobMs: 0, models })) })
  // Whoever fails once is suspended.
  standing = await startServer(devnet, {
    BREAKER_CONSECUTIVE: '1',
    PROBE_TIMEOUT_MS: String(QUOTE_MS),
    ROUTING_LIMITS: JSON.stringify({ llm: { first_byte_ms: 1_000, gap_ms: 1_000 } }),
  })
})
afterEach(() => devnet.reset())
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

const EVERYTHING: RequestFilter = {
  pipelines: null,
  models: null,
  outcomes: null,
  statuses: null,
  keys: null,
  orchestrators: null,
  nodeUris: null,
  offerings: null,
  minAttempts: null,
}
const everywhere = async (patch: Parameters<ReturnType<Devnet['orchestrator']>['change']>[0]) => {
  for (const node of devnet.orchestrators) await node.change(patch)
}
const ask = (
  model: (typeof MODELS)[number],
  headers: Readonly<Record<string, string>>,
  init: RequestInit = {},
) =>
  fetch(`${standing.url}/llm`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }], max_tokens: 20 }),
    ...init,
  })
const recordOf = async (id: string) => {
  await expect.poll(() => standing.server.store.readRequest(id), { timeout: 5_000 }).not.toBeNull()
  const stored = await standing.server.store.readRequest(id)
  if (!stored) throw new Error(`${id} has no record`)
  return { ...stored.summary, of: stored.attempts.map(({ outcome }) => outcome) }
}
const idOf = ({ headers }: Response): string => headers.get('x-request-id') ?? ''
const begun = () => devnet.orchestrators.reduce((sum, { jobs }) => sum + jobs.log.report().begun, 0)
const questions = () => devnet.orchestrators.reduce((sum, { seen }) => sum + seen.questions, 0)
const leftCount = async (): Promise<number> => {
  const filter = { ...EVERYTHING, outcomes: new Set(['client-gone']) }
  const page = { since: null, until: null, before: null, limit: 100 }
  return (await standing.server.store.readRequests({ filter, ...page })).requests.length
}
const suspendedCount = async (): Promise<number> =>
  (await (await fetch(`${standing.url}/api/v1/suspensions`)).json()).total

test('silence for as long as an impatient client waits suspends nobody', async () => {
  await everywhere({ jobFault: { kind: 'slow-first-byte', ms: FOREVER_MS } })
  const response = await ask('silent', { 'livepeer-timeout-ms': '100' })
  expect(response.status).toBe(504)
  expect((await response.json()).error.code).toBe('not-in-time')
  expect(await recordOf(idOf(response))).toMatchObject({ outcome: 'timed-out', of: ['out-of-time'] })
  expect(await suspendedCount()).toBe(0)
})

test('an answer that is cut since its client has no more time suspends nobody', async () => {
  await everywhere({ jobFault: { kind: 'slow-chunks', ms: 90 } })
  const response = await ask('slow', { 'livepeer-timeout-ms': '300' })
  expect(response.status).toBe(504)
  expect(await recordOf(idOf(response))).toMatchObject({ of: ['out-of-time'] })
  expect(await suspendedCount()).toBe(0)
})

test('silence for as long as a job has suspends', async () => {
  await everywhere({ jobFault: { kind: 'slow-first-byte', ms: FOREVER_MS } })
  const response = await ask('fair', { 'livepeer-no-fallback': 'true' })
  expect(response.status).toBe(504)
  expect(await recordOf(idOf(response))).toMatchObject({ of: ['timed-out'] })
  expect(await suspendedCount()).toBe(1)
})

test('a quote is waited for no longer than its client waits', async () => {
  await everywhere({ latencyMs: FOREVER_MS })
  const jobs = begun()
  const response = await ask('late-quote', { 'livepeer-timeout-ms': '100' })
  expect(response.status).toBe(504)
  const { of, totalMs } = await recordOf(idOf(response))
  expect(of).toEqual(['out-of-time'])
  expect(totalMs).toBeLessThan(QUOTE_MS)
  expect(begun()).toBe(jobs)
})

test('who goes while a quote is waited for leaves nothing behind, also when the quote has come', async () => {
  await everywhere({ latencyMs: 300 })
  const [jobs, asked] = [begun(), questions()]
  const patience = new AbortController()
  const asking = ask('left-quote', {}, { signal: patience.signal }).catch(() => null)
  await expect.poll(questions).toBe(asked + 1)
  patience.abort()
  expect(await asking).toBeNull()
  await expect.poll(leftCount, { timeout: 5_000 }).toBe(1)
  // The quote that came is kept, and somebody else is served with it.
  await expect.poll(async () => (await ask('left-quote', {})).status).toBe(200)
  expect(begun()).toBe(jobs + 1)
  expect(await suspendedCount()).toBe(1)
})
