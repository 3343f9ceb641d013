import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ControlServer } from '@/lib/devnet/control-server'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

/** Orchestrators that verify everything, paid through a remote signer. */
const MODEL = 'org/model'
const OTHER = 'org/free'

let devnet: Devnet
let control: ControlServer
let standing: StandingServer
beforeAll(async () => {
  const image = { pipeline: 'text-to-image', capacity: 20 } as const
  const onChain = { payment: 'verify', jobMs: 0 } as const
  devnet = await Devnet.start({
    fleet: [
      { ...onChain, name: 'priced', models: [{ ...image, model: MODEL, price: 3n }] },
      { ...onChain, name: 'dear', models: [{ ...image, model: MODEL, price: 9n }] },
      { ...onChain, name: 'free', basePrice: 0n, models: [{ ...image, model: OTHER, price: 0n }] },
    ].map(scenario),
  })
  control = await ControlServer.start(devnet)
  standing = await startServer(devnet, { REMOTE_SIGNER_URL: control.signerUrl, IDENTITY: 'remote-signer' })
})
beforeEach(() => devnet.reset())
afterAll(async () => {
  await standing.stop()
  await control.stop()
  await devnet.stop()
})

const send = (headers: Record<string, string> = {}, model = MODEL) =>
  fetch(`${standing.url}/text-to-image`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'livepeer-strategy': 'cheapest',
      'livepeer-seed': 's',
      ...headers,
    },
    body: JSON.stringify({ prompt: 'a', model_id: model, width: 64, height: 32, num_images_per_prompt: 1 }),
  })

describe('priced', () => {
  test('one job after the other is paid for, and done', async () => {
    for (let i = 0; i < 3; i++) {
      const response = await send()
      const text = await response.text()
      expect(response.status, text).toBe(200)
      expect(response.headers.get('livepeer-cost-wei')).toBe(String(64 * 32 * 3))
    }
    expect(devnet.orchestrator('priced').jobs.log.report().ended).toMatchObject({ done: 3, refused: 0 })
  })

  test('many at once', async () => {
    const responses = await Promise.all(Array.from({ length: 12 }, () => send()))
    for (const response of responses) expect(response.status, await response.text()).toBe(200)
  })

  test('480 has the quote asked for anew', async () => {
    devnet.signer.change({ fault: { kind: 'status', status: 480, times: 1 } })
    const response = await send()
    expect(response.status, await response.text()).toBe(200)
    expect(response.headers.get('livepeer-attempts')).toBe('1')
  })

  test('481 of one leaves it to nobody else where all are dearer', async () => {
    devnet.signer.change({ fault: { kind: 'status', status: 481, times: 10 } })
    const response = await send()
    expect(response.status).toBe(503)
    expect(await response.text()).toContain('too-dear')
  })

  test('482: what was paid is enough', async () => {
    expect((await send()).status).toBe(200)
    devnet.signer.change({ fault: { kind: 'status', status: 482, times: 1 } })
    const response = await send()
    expect(response.status, await response.text()).toBe(200)
  })

  test.each([500, 'hang'] as const)(
    'a signer that fails (%s) is told as such',
    async (kind) => {
      devnet.signer.change({
        fault: kind === 500 ? { kind: 'status', status: 500, times: 10 } : { kind: 'hang', times: 10 },
      })
      const response = await send({ 'livepeer-no-fallback': 'true' })
      expect(response.status).toBe(503)
      expect(await response.text()).toContain('remote signer')
    },
    15_000,
  )
})

test('a node on chain that is free cannot be had without a key of our own, which is said', async () => {
  const response = await send({}, OTHER)
  expect(response.status).toBe(503)
  expect(await response.text()).toContain('we hold no key')
})

test('with a key of our own it can', async () => {
  const own = await startServer(devnet, { IDENTITY: 'ephemeral' })
  try {
    const response = await fetch(`${own.url}/text-to-image`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ prompt: 'a', model_id: OTHER, width: 64, height: 32 }),
    })
    expect(response.status, await response.text()).toBe(200)
  } finally {
    await own.stop()
  }
})
