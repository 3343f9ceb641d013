import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ControlServer } from '@/lib/devnet/control-server'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

/** An orchestrator that verifies every ticket and charges by the second, paid through a remote signer. */
const MODEL = 'org/live'
const OPERATOR_KEY = 'a key for tests alone'
const UNITS_PER_SECOND = 27_648_000

let devnet: Devnet
let control: ControlServer
let standing: StandingServer
/** Of the network's clock before ours. */
let aheadMs = 0
beforeAll(async () => {
  const models = [{ pipeline: 'live-video-to-video' as const, model: MODEL, capacity: 4, price: 1n }]
  devnet = await Devnet.start({
    fleet: [
      scenario({
        name: 'paid',
        jobMs: 0,
        payment: 'verify',
        ticketValueWei: 20_000_000n,
        chargeEveryMs: 1_000,
        models,
      }),
    ],
    now: () => Date.now() + aheadMs,
  })
  control = await ControlServer.start(devnet)
  standing = await startServer(devnet, {
    REMOTE_SIGNER_URL: control.signerUrl,
    IDENTITY: 'remote-signer',
    BREAKER_CONSECUTIVE: '100',
    BREAKER_MIN_SAMPLES: '100',
    ROUTING_LIVE_PAY_MS: '200',
    ROUTING_LIVE_IDLE_MS: '10000',
    OPERATOR_KEY,
  })
})
beforeEach(async () => {
  aheadMs = 0
  await devnet.reset()
})
afterAll(async () => {
  await standing.stop()
  await control.stop()
  await devnet.stop()
})

const node = () => devnet.orchestrator('paid')

const begin = (headers: Record<string, string> = {}) =>
  fetch(`${standing.url}/live-video-to-video`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify({ model_id: MODEL, params: {} }),
  })

/** A stream to which segments go until `stop`. */
async function running(headers: Record<string, string> = {}) {
  const response = await begin(headers)
  const text = await response.text()
  expect(response.status, text).toBe(200)
  const { publish_url, stream_id } = JSON.parse(text)
  let index = 0
  let isOver = false
  const publishing = (async () => {
    while (!isOver) {
      await fetch(`${publish_url}/${index++}`, { method: 'POST', body: 'x' }).then((one) => one.text())
      await new Promise((resolve) => setTimeout(resolve, 50))
    }
  })()
  return {
    id: response.headers.get('x-request-id'),
    paidWei: BigInt(response.headers.get('livepeer-paid-wei') ?? 0),
    status: async () => (await fetch(`${standing.url}/live/video-to-video/${stream_id}/status`)).json(),
    stop: async () => {
      isOver = true
      await publishing
      await fetch(publish_url, { method: 'DELETE' })
    },
  }
}

const recordOf = async (id: string | null) =>
  (
    await fetch(`${standing.url}/api/v1/requests/${id}`, {
      headers: { authorization: `Bearer ${OPERATOR_KEY}` },
    })
  ).json()

test('it is paid for before it begins, then on its interval, and the record has all of it', async () => {
  const stream = await running()
  // A minute in advance, in whole tickets.
  expect(Number(stream.paidWei)).toBeGreaterThanOrEqual(60 * UNITS_PER_SECOND)
  await expect
    .poll(async () => (await stream.status()).payments.taken, { timeout: 10_000 })
    .toBeGreaterThan(2)
  expect((await stream.status()).payments.problem).toBeNull()
  await stream.stop()
  const { payments } = await stream.status()
  await expect.poll(() => recordOf(stream.id)).toMatchObject({ outcome: 'served' })
  const record = await recordOf(stream.id)
  expect(record.paid_wei).toBe(String(stream.paidWei + BigInt(payments.paid_wei)))
  expect(Number(record.units)).toBeGreaterThan(0)
  expect(record.cost_wei).toBe(record.units)
}, 20_000)

test('two at once do not stand in each other’s way', async () => {
  const streams = await Promise.all([running(), running()])
  for (const stream of streams)
    await expect
      .poll(async () => (await stream.status()).payments.taken, { timeout: 10_000 })
      .toBeGreaterThan(1)
  for (const stream of streams) {
    expect(await stream.status()).toMatchObject({ state: 'live', payments: { problem: null } })
    await stream.stop()
  }
}, 20_000)

describe('the signer says', () => {
  const fault = (status: 480 | 481 | 482 | 500, times: number) =>
    devnet.signer.change({ fault: { kind: 'status', status, times } })

  test('480: a new quote, and on it goes', async () => {
    const stream = await running()
    fault(480, 2)
    await expect
      .poll(async () => (await stream.status()).payments.taken, { timeout: 10_000 })
      .toBeGreaterThan(1)
    expect(await stream.status()).toMatchObject({ state: 'live', payments: { problem: null } })
    await stream.stop()
  }, 20_000)

  test('482: enough is paid', async () => {
    const stream = await running()
    fault(482, 2)
    await expect.poll(async () => (await stream.status()).payments.skipped, { timeout: 10_000 }).toBe(2)
    await expect
      .poll(async () => (await stream.status()).payments.taken, { timeout: 10_000 })
      .toBeGreaterThan(0)
    await stream.stop()
  }, 20_000)

  test('481: it ends, and says why', async () => {
    const stream = await running()
    fault(481, 100)
    await expect
      .poll(stream.status, { timeout: 10_000 })
      .toMatchObject({ state: 'ended', ended: { kind: 'too-dear', detail: expect.stringContaining('481') } })
    await stream.stop()
    await expect.poll(() => node().jobs.streams.report().at(-1)?.ended).toBe('the input was closed')
    await expect.poll(() => recordOf(stream.id)).toMatchObject({ outcome: 'cut' })
  }, 20_000)

  test('nothing of use: it goes on until its orchestrator has had enough', async () => {
    const stream = await running()
    fault(500, 1_000)
    await expect
      .poll(async () => (await stream.status()).payments.problem, { timeout: 10_000 })
      .toContain('500')
    expect((await stream.status()).state).toBe('live')
    aheadMs += 10 * 60_000
    await expect
      .poll(stream.status, { timeout: 10_000 })
      .toMatchObject({ state: 'ended', ended: { kind: 'unpaid' } })
    expect(node().jobs.streams.report().at(-1)?.ended).toMatch(/^insufficient balance/)
    await stream.stop()
    await expect.poll(() => recordOf(stream.id)).toMatchObject({ outcome: 'cut' })
  }, 20_000)
})

test('a ceiling is told to the signer, and holds', async () => {
  const stream = await running({ 'livepeer-max-price': '1' })
  await expect
    .poll(async () => (await stream.status()).payments.taken, { timeout: 10_000 })
    .toBeGreaterThan(0)
  await stream.stop()
  const refused = await begin({ 'livepeer-max-price': '0.5' })
  expect(refused.status).toBe(503)
}, 20_000)
