import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ControlServer } from '@/lib/devnet/control-server'
import { Devnet } from '@/lib/devnet/devnet'
import { scenario } from '@/lib/devnet/scenario'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

/**
 * A node that has no place free on a fresh connection, and closes a kept one once a job has come on it: as one that
 * found it idle for too long does, or one that goes down at its work.
 */
const PAID = 'org/paid'
const FREE = 'org/free'

let closing: Server
/** Jobs that it was sent on kept connections. */
let closed = 0
let devnet: Devnet
let control: ControlServer
let standing: StandingServer
beforeAll(async () => {
  closing = createServer((request, response) => {
    request.resume().once('end', () => {
      const { socket } = request
      if (seen.has(socket)) {
        closed += 1
        socket.end()
        return
      }
      seen.add(socket)
      response.writeHead(503, { 'content-type': 'text/plain' }).end('insufficient capacity\n')
    })
  })
  const seen = new WeakSet<object>()
  closing.listen(0, '127.0.0.1')
  await once(closing, 'listening')
  const { port } = closing.address() as AddressInfo
  const image = (model: string, price: bigint) => ({
    pipeline: 'text-to-image' as const,
    model,
    price,
    capacity: 9,
  })
  const transcoder = `http://127.0.0.1:${port}`
  const usual = { jobMs: 0 } as const
  const onChain = { ...usual, payment: 'verify' } as const
  devnet = await Devnet.start({
    fleet: [
      scenario({ ...onChain, name: 'paid-closing', transcoder, models: [image(PAID, 3n)] }),
      scenario({ ...onChain, name: 'paid-other', models: [image(PAID, 9n)] }),
      scenario({ ...usual, name: 'free-closing', operator: null, transcoder, models: [image(FREE, 3n)] }),
      scenario({ ...usual, name: 'free-other', operator: null, models: [image(FREE, 9n)] }),
    ],
  })
  control = await ControlServer.start(devnet)
  standing = await startServer(devnet, { REMOTE_SIGNER_URL: control.signerUrl, IDENTITY: 'remote-signer' })
})
beforeEach(async () => {
  // A connection is kept from here on.
  expect((await send(FREE)).status).toBe(200)
  closed = 0
})
afterAll(async () => {
  await standing.stop()
  await control.stop()
  await devnet.stop()
  closing.close()
})

const send = (model: string, headers: Record<string, string> = {}) =>
  fetch(`${standing.url}/text-to-image`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'livepeer-strategy': 'cheapest',
      'livepeer-max-price': '1000',
      ...headers,
    },
    body: JSON.stringify({ prompt: 'a', model_id: model, width: 64, height: 32 }),
  })
const outcomesOf = async ({ headers }: Response) => {
  const id = headers.get('x-request-id') ?? ''
  await expect.poll(() => standing.server.store.readRequest(id), { timeout: 5_000 }).not.toBeNull()
  return (await standing.server.store.readRequest(id))?.attempts.map(({ outcome }) => outcome)
}

describe('a kept connection that is closed once a job has come on it', () => {
  test('is nothing where nothing was paid: the same one has the job again, on a new one', async () => {
    const response = await send(FREE)
    expect(response.status, await response.text()).toBe(200)
    expect(closed).toBe(1)
    expect(await outcomesOf(response)).toEqual(['busy', 'ok'])
  })

  test('is silence where the job was paid: nobody has it again', async () => {
    const response = await send(PAID)
    expect(response.status).toBe(502)
    expect(closed).toBe(1)
    expect(await outcomesOf(response)).toEqual(['reset'])
  })

  test('and where it was paid and may be repeated, the same one has it again', async () => {
    const response = await send(PAID, { 'livepeer-retry-paid': 'true' })
    expect(response.status, await response.text()).toBe(200)
    expect(closed).toBe(1)
    expect(await outcomesOf(response)).toEqual(['busy', 'ok'])
  })
})
