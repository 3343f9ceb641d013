import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import type { RoutedRequest } from '@/lib/domain/routed-request'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

/** A server that is stopped while jobs are under way. */
const MODEL = 'org/model'

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const models = (['text-to-image', 'llm'] as const).map((pipeline) => ({
    pipeline,
    model: MODEL,
    price: 5n,
  }))
  devnet = await Devnet.start({ fleet: ['one', 'two'].map((name) => scenario({ name, models })) })
})
beforeEach(async () => {
  await devnet.reset()
  standing = await startServer(devnet, { BREAKER_CONSECUTIVE: '1' })
})
afterEach(() => standing.stop())
afterAll(() => devnet.stop())

const send = (path: string, body: object) =>
  fetch(`${standing.url}${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
const image = () => send('/text-to-image', { prompt: 'a', model_id: MODEL, width: 64, height: 32 })
const taking = async (change: object) => {
  for (const one of devnet.orchestrators) await one.change(change)
}
const isAtWork = () => devnet.orchestrators.some((one) => one.jobs.log.report().inFlight > 0)
const recordOf = async (response: Response): Promise<Pick<RoutedRequest, 'outcome' | 'attempts'>> => {
  const id = response.headers.get('x-request-id') ?? ''
  await expect.poll(() => standing.server.store.readRequest(id), { timeout: 5_000 }).not.toBeNull()
  const stored = await standing.server.store.readRequest(id)
  if (!stored) throw new Error('there is no record')
  return { outcome: stored.summary.outcome, attempts: stored.attempts }
}

test('a job that is under way may end', async () => {
  await taking({ jobFault: { kind: 'slow-first-byte', ms: 600 } })
  const job = image()
  await expect.poll(isAtWork, { interval: 10 }).toBe(true)
  await standing.server.drain(10_000)
  const response = await job
  expect(response.status).toBe(200)
  expect((await recordOf(response)).outcome).toBe('served')
})

test('one that takes longer is cut, on record, and nobody is blamed or tried after it', async () => {
  await taking({ jobFault: { kind: 'slow-first-byte', ms: 30_000 } })
  const job = image()
  await expect.poll(isAtWork, { interval: 10 }).toBe(true)
  await standing.server.drain(100)
  const response = await job
  expect(response.status).toBe(502)
  expect((await response.json()).error.message).toContain('this server stops')
  const { outcome, attempts } = await recordOf(response)
  expect([outcome, attempts.map((one) => one.outcome)]).toEqual(['failed', ['out-of-time']])
  const suspensions = await (await fetch(`${standing.url}/api/v1/suspensions`)).json()
  expect(suspensions.total).toBe(0)
})

test('a stream that is cut says so, and its orchestrator is not blamed', async () => {
  await taking({ jobFault: { kind: 'slow-chunks', ms: 200 } })
  const response = await send('/llm', {
    model: MODEL,
    messages: [{ role: 'user', content: 'hi' }],
    max_tokens: 200,
    stream: true,
  })
  const text = response.text()
  await standing.server.drain(100)
  expect(await text).toContain('event: error')
  const { outcome, attempts } = await recordOf(response)
  expect([outcome, attempts.map((one) => one.outcome)]).toEqual(['cut', ['out-of-time']])
})
