import { once } from 'node:events'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { ControlServer } from '@/lib/devnet/control-server'
import { Devnet } from '@/lib/devnet/devnet'
import { type Sketch, scenario } from '@/lib/devnet/scenario'
import { type StandingServer, startServer } from '@/lib/testdata/standing-server'

const [CHAT, RENDER, ALONE] = ['demo/chat', 'demo/render', 'demo/alone']
const at = (app: string, rest: string) => `/apps/${encodeURIComponent(app)}/${rest}`

const OPERATOR_KEY = 'a key for tests alone'

let devnet: Devnet
let standing: StandingServer
beforeAll(async () => {
  const runners: Sketch['runners'] = [
    { app: CHAT, capacity: 2, price: [100_000_000n, 'seconds'] },
    { app: RENDER, mode: 'single-shot', capacity: 2, price: [20_000n, 'fixed'] },
  ]
  devnet = await Devnet.start({
    fleet: [
      scenario({ name: 'one', jobMs: 0, runners }),
      scenario({
        name: 'two',
        jobMs: 0,
        runners: [...runners, { app: ALONE, capacity: 8, price: [100n, 'seconds'] }],
      }),
    ],
  })
  standing = await startServer(devnet, {
    BREAKER_CONSECUTIVE: '100',
    BREAKER_MIN_SAMPLES: '100',
    ROUTING_SESSION_IDLE_MS: '1000',
    ROUTING_SESSIONS: '3',
    OPERATOR_KEY,
  })
})
beforeEach(async () => {
  await standing.server.sessions.close()
  for (const { jobs } of devnet.orchestrators) jobs.sessions.releaseAll()
  await devnet.reset()
})
afterAll(async () => {
  await standing.stop()
  await devnet.stop()
})

const post = (path: string, init: RequestInit = {}) =>
  fetch(`${standing.url}${path}`, { method: 'POST', ...init })
const reserve = async (app = CHAT) => {
  const response = await post(at(app, 'session'))
  const text = await response.text()
  expect(response.status, text).toBe(200)
  return { ...JSON.parse(text), node: response.headers.get('livepeer-node') }
}
const open = () => devnet.orchestrators.reduce((count, { jobs }) => count + jobs.sessions.report().length, 0)
const recordOf = async (id: string | null) => {
  const headers = { authorization: `Bearer ${OPERATOR_KEY}` }
  const response = await fetch(`${standing.url}/api/v1/requests/${id}`, { headers })
  return response.status === 200 ? response.json() : response.status
}

describe('a session', () => {
  test('is reserved, used and given back', async () => {
    const session = await reserve()
    expect(session.session_id).toMatch(/^[0-9a-f]{32}$/)
    expect(session.app_url).toBe(`${standing.url}/apps/demo%2Fchat/session/${session.session_id}/app`)
    expect(open()).toBe(1)
    const response = await fetch(`${session.app_url}/v1/a%2Fb?x=1`, {
      method: 'PUT',
      headers: { 'content-type': 'application/x-own', authorization: 'Bearer secret', cookie: 'a=b' },
      body: 'hello',
    })
    expect(response.status).toBe(200)
    expect(response.headers.get('content-security-policy')).toContain('sandbox')
    const echo = await response.json()
    expect(echo).toMatchObject({
      method: 'PUT',
      query: '?x=1',
      content_type: 'application/x-own',
      body: 'hello',
    })
    const large = Buffer.alloc(2_000_000, 'abc')
    const back = await (await post(new URL(`${session.app_url}/x`).pathname, { body: large })).json()
    expect(back.body.length).toBe(large.length)
    const events = await fetch(`${session.app_url}/sse`)
    expect(events.headers.get('content-type')).toBe('text/event-stream')
    expect(await events.text()).toBe(Array.from({ length: 5 }, (_, i) => `data: {"event":${i}}\n\n`).join(''))
    expect((await fetch(`${session.control_url}/stop`, { method: 'POST' })).status).toBe(204)
    expect(open()).toBe(0)
    expect((await fetch(`${session.app_url}/x`)).status).toBe(404)
    expect(standing.server.sessions.count).toBe(0)
  })

  test('of another app, or of nobody, is none', async () => {
    const session = await reserve()
    expect((await fetch(`${standing.url}${at(RENDER, `session/${session.session_id}/app/x`)}`)).status).toBe(
      404,
    )
    expect((await fetch(`${standing.url}${at(CHAT, 'session/0/app/x')}`)).status).toBe(404)
    expect((await post(at(CHAT, 'session/0/stop'))).status).toBe(404)
  })

  test('that nobody uses is stopped', async () => {
    await reserve()
    await expect.poll(open, { timeout: 5_000 }).toBe(0)
    expect(standing.server.sessions.count).toBe(0)
  })

  test('whose node dies is answered with a problem', async () => {
    const session = await reserve()
    const node = devnet.orchestrators.find(({ uri }) => uri === session.node)
    await node?.change({ fault: 'refuse' })
    const response = await fetch(`${session.app_url}/x`)
    expect(response.status).toBe(502)
    expect((await response.json()).error.code).toBe('all-failed')
  })

  test('there is room for so many', async () => {
    for (let i = 0; i < 3; i++) await reserve(ALONE)
    const response = await post(at(ALONE, 'session'))
    expect([response.status, (await response.json()).error.code]).toEqual([503, 'too-many-sessions'])
  })

  test('goes to somebody else where the first has no place, and to nobody where nobody has', async () => {
    const sessions = [await reserve(), await reserve(), await reserve()]
    expect(new Set(sessions.map(({ node }) => node)).size).toBe(2)
  })

  test('of an app that has none is refused in words', async () => {
    const response = await post(at(RENDER, 'session'))
    expect(response.status).toBe(502)
    expect((await response.json()).error.message).toContain('it has no sessions')
  })

  test('has one record, which ends with it', async () => {
    const response = await post(at(CHAT, 'session'))
    const { control_url } = await response.json()
    const id = response.headers.get('x-request-id')
    await fetch(`${control_url}/stop`, { method: 'POST' })
    await expect
      .poll(() => recordOf(id))
      .toMatchObject({ state: 'ended', kind: 'live-runner', pipeline: CHAT, outcome: 'served' })
  })
})

describe('a WebSocket', () => {
  const socketOf = (url: string, path = 'ws') => new WebSocket(`${url.replace(/^http/, 'ws')}/${path}`)
  const failed = (socket: WebSocket): Promise<number | undefined> =>
    new Promise((resolve) => {
      socket.on('error', () => undefined)
      socket.on('unexpected-response', (_, response) => resolve(response.statusCode))
    })

  test('says again what it is told, much of it too, until its session is stopped', async () => {
    const { app_url, control_url } = await reserve()
    const socket = socketOf(app_url)
    const messages: Buffer[] = []
    socket.on('message', (data) => messages.push(Buffer.isBuffer(data) ? data : Buffer.alloc(0)))
    await once(socket, 'open')
    const large = Buffer.alloc(3_000_000, 'abc')
    socket.send('hello')
    socket.send(large)
    await expect.poll(() => messages.length).toBe(2)
    expect([String(messages[0]), messages[1]?.equals(large)]).toEqual(['hello', true])
    const closed = once(socket, 'close')
    expect((await fetch(`${control_url}/stop`, { method: 'POST' })).status).toBe(204)
    await closed
  })

  test('whose client leaves is closed at its node', async () => {
    const { app_url } = await reserve()
    const socket = socketOf(app_url)
    await once(socket, 'open')
    const before = report()
    expect(before).toBe(1)
    socket.terminate()
    await expect.poll(report).toBe(0)
    await expect.poll(() => standing.server.sessions.count, { timeout: 5_000 }).toBe(0)
  })

  test('whose node dies is closed', async () => {
    const { app_url, node } = await reserve()
    const socket = socketOf(app_url)
    await once(socket, 'open')
    const closed = once(socket, 'close')
    await devnet.orchestrators.find(({ uri }) => uri === node)?.change({ fault: 'refuse' })
    await closed
  })

  test('is answered in HTTP where there is none', async () => {
    const { app_url } = await reserve()
    expect(await failed(socketOf(app_url, 'nothing'))).toBe(502)
    expect(await failed(socketOf(`${standing.url}/apps/x/session/y/app`))).toBe(404)
    expect(await failed(socketOf(`${standing.url}/api/v1`, 'status'))).toBe(200)
  })
})

/** WebSockets that are open at nodes. */
const report = () =>
  devnet.orchestrators.reduce(
    (count, { jobs }) =>
      count +
      jobs.log.report().last.filter(({ pipeline, end }) => pipeline === 'apps/ws' && end === null).length,
    0,
  )

describe('one request', () => {
  test('goes there and back', async () => {
    const response = await fetch(`${standing.url}${at(RENDER, 'app/make/it?a=b')}`, {
      method: 'PATCH',
      body: 'x',
    })
    const text = await response.text()
    expect(response.status, text).toBe(200)
    expect(JSON.parse(text)).toMatchObject({ method: 'PATCH', path: '/make/it', query: '?a=b', body: 'x' })
    expect((await fetch(`${standing.url}${at(RENDER, 'app/')}`)).status).toBe(200)
    expect((await fetch(`${standing.url}${at(RENDER, 'app/x')}`, { method: 'HEAD' })).status).toBe(200)
    const events = await (await fetch(`${standing.url}${at(RENDER, 'app/sse')}`)).text()
    expect(events.split('\n\n').filter(Boolean)).toHaveLength(5)
    await expect.poll(open).toBe(0)
  })

  test('is done by another one where the first fails', async () => {
    await devnet.orchestrator('one').change({ jobFault: { kind: 'reset-before-headers' } })
    for (let i = 0; i < 4; i++)
      expect((await fetch(`${standing.url}${at(RENDER, 'app/x')}`)).headers.get('livepeer-node')).toBe(
        devnet.orchestrator('two').uri,
      )
  })

  test('of an app that nobody has is none', async () => {
    expect((await fetch(`${standing.url}${at('nobodys', 'app/x')}`)).status).toBe(404)
  })
})

describe('on chain', () => {
  let paid: Devnet
  let control: ControlServer
  let payer: StandingServer
  beforeAll(async () => {
    const runners: Sketch['runners'] = [
      { app: CHAT, capacity: 2, price: [1_000_000_000n, 'seconds'] },
      { app: 'demo/live', capacity: 2, price: [100n, '720p-pixel-seconds'] },
      { app: RENDER, mode: 'single-shot', capacity: 2, price: [20_000_000_000n, 'fixed'] },
    ]
    paid = await Devnet.start({ fleet: [scenario({ name: 'paid', jobMs: 0, payment: 'verify', runners })] })
    control = await ControlServer.start(paid)
    payer = await startServer(paid, {
      REMOTE_SIGNER_URL: control.signerUrl,
      IDENTITY: 'remote-signer',
      ROUTING_SESSION_PAY_MS: '200',
    })
  })
  afterAll(async () => {
    await payer.stop()
    await control.stop()
    await paid.stop()
  })
  const payments = () =>
    paid
      .orchestrator('paid')
      .jobs.log.report()
      .last.filter(({ pipeline, status }) => pipeline === 'apps/payment' && status === 200).length

  test.each([CHAT, 'demo/live'])(
    'a session of %s is paid for, while it lasts',
    { timeout: 20_000 },
    async (app) => {
      const response = await fetch(`${payer.url}${at(app, 'session')}`, { method: 'POST' })
      const text = await response.text()
      expect(response.status, text).toBe(200)
      expect(BigInt(response.headers.get('livepeer-paid-wei') ?? 0)).toBeGreaterThan(0n)
      const { app_url, control_url } = JSON.parse(text)
      expect((await fetch(`${app_url}/x`)).status).toBe(200)
      if (app !== CHAT) await expect.poll(payments, { timeout: 10_000 }).toBeGreaterThan(1)
      expect((await fetch(`${app_url}/x`)).status).toBe(200)
      expect((await fetch(`${control_url}/stop`, { method: 'POST' })).status).toBe(204)
    },
  )

  test('one request is paid for', async () => {
    const response = await fetch(`${payer.url}${at(RENDER, 'app/x')}`, { method: 'POST', body: 'x' })
    expect(response.status, await response.text()).toBe(200)
    expect(BigInt(response.headers.get('livepeer-paid-wei') ?? 0)).toBeGreaterThan(0n)
  })

  test('480 has the challenge asked for anew', async () => {
    paid.signer.change({ fault: { kind: 'status', status: 480, times: 1 } })
    const response = await fetch(`${payer.url}${at(RENDER, 'app/x')}`, { method: 'POST', body: 'x' })
    expect(response.status, await response.text()).toBe(200)
  })

  test('without a signer it cannot be had, which is said', async () => {
    const own = await startServer(paid, { IDENTITY: 'ephemeral' })
    try {
      const response = await fetch(`${own.url}${at(CHAT, 'session')}`, { method: 'POST' })
      expect(response.status).toBe(503)
      expect(await response.text()).toContain('REMOTE_SIGNER_URL')
    } finally {
      await own.stop()
    }
  })
})
