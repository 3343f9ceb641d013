import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import WebSocket from 'ws'
import { PAYMENT_HEADER, paymentHeader } from '@/lib/livepeer/job-headers'
import { decode } from '@/lib/livepeer/message-codec'
import { OrchestratorInfo, PaymentResult } from '@/lib/livepeer/messages'
import { parseRunnerDiscovery } from '@/lib/livepeer/parse-runner-discovery'
import { ControlServer } from '../control-server'
import { Devnet } from '../devnet'
import { inventedRoute } from '../invented-identity'
import { type Post, post } from '../jobs/testdata/job-client'
import type { RunningOrchestrator } from '../running-orchestrator'
import { type Sketch, scenario } from '../scenario'
import { SignerClient } from '../signer/testdata/signer-client'
import { standingFleet } from '../standing-fleet'

const [CHAT, LIVE, RENDER, GIFT] = ['demo/chat', 'demo/live', 'demo/render', 'demo/gift']

/** Of the network's clock before ours. */
let aheadMs = 0
let devnet: Devnet
let control: ControlServer
let node: RunningOrchestrator
let paid: RunningOrchestrator
let signer: SignerClient
beforeAll(async () => {
  const runners: Sketch['runners'] = [
    { app: CHAT, capacity: 2, price: [100_000_000n, 'seconds'] },
    { app: LIVE, price: [10n, '720p-pixel-seconds'] },
    { app: RENDER, mode: 'single-shot', price: [20_000_000_000n, 'fixed'] },
    { app: GIFT, price: [0n, 'seconds'] },
  ]
  const fleet = [
    { name: 'n', jobMs: 0, runners },
    { name: 'paid', jobMs: 0, payment: 'verify', runners },
    { name: 'bare' },
  ] as const
  devnet = await Devnet.start({ fleet: fleet.map(scenario), now: () => Date.now() + aheadMs })
  control = await ControlServer.start(devnet)
  node = devnet.orchestrator('n')
  paid = devnet.orchestrator('paid')
  signer = new SignerClient(control.signerUrl)
})
beforeEach(async () => {
  aheadMs = 0
  for (const { jobs } of devnet.orchestrators) jobs.sessions.releaseAll()
  await devnet.reset()
})
afterAll(async () => {
  await control.stop()
  await devnet.stop()
})

const at = (of: RunningOrchestrator, app: string, rest: string) =>
  `${of.uri}/apps/${inventedRoute(of.name, app)}/${rest}`

const reserve = async (of = node, app = CHAT, options: Post = {}) => {
  const reply = await post(at(of, app, 'session'), options)
  return { ...reply, json: reply.text.startsWith('{') ? JSON.parse(reply.text) : null }
}

describe.each(['http/1.1', 'h2'] as const)('over %s', (protocol) => {
  test('a session is reserved, used and given back', async () => {
    const { status, json } = await reserve(node, CHAT, { protocol })
    expect(status).toBe(200)
    const id = json.session_id
    expect(json).toEqual({
      session_id: expect.stringMatching(/^session_[0-9a-f]{8}$/),
      app_url: at(node, CHAT, `session/${id}/app`),
      control_url: at(node, CHAT, `session/${id}`),
    })
    const reply = await post(`${json.app_url}/v1/say`, {
      protocol,
      method: 'PUT',
      body: '{"a":1}',
      headers: { 'content-type': 'application/json' },
    })
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json'])
    expect(JSON.parse(reply.text)).toEqual({
      method: 'PUT',
      path: '/v1/say',
      query: '',
      content_type: 'application/json',
      headers: {
        'Livepeer-Runner-Route': inventedRoute('n', CHAT),
        'Livepeer-Session-Id': id,
        'Livepeer-Session-Token': expect.stringMatching(/^[0-9a-f]{8}$/),
        'Livepeer-Session-Control': `${node.uri}/runner/${inventedRoute('n', CHAT)}/session/${id}`,
      },
      body: '{"a":1}',
    })
    const bytes = await post(`${json.app_url}/x`, { protocol, body: Buffer.from([255, 0]) })
    expect(JSON.parse(bytes.text).body_base64).toBe('/wA=')
    const events = await post(`${json.app_url}/sse`, { protocol, method: 'GET' })
    expect(events.headers['content-type']).toBe('text/event-stream')
    expect(events.text.split('\n\n').filter(Boolean)).toHaveLength(5)
    expect((await post(`${json.control_url}/stop`, { protocol })).status).toBe(204)
    const gone = await post(`${json.app_url}/x`, { protocol })
    expect([gone.status, gone.text]).toEqual([404, 'runner session not found\n'])
    expect((await post(`${json.control_url}/stop`, { protocol })).status).toBe(204)
  })

  test('a place for one request', async () => {
    const reply = await post(at(node, RENDER, 'app/make'), { protocol, body: 'x' })
    expect([reply.status, JSON.parse(reply.text).path]).toEqual([200, '/make'])
    await expect.poll(() => node.jobs.sessions.count(RENDER)).toBe(0)
    expect(node.jobs.log.report().last.at(-1)).toMatchObject({
      pipeline: 'apps/app',
      model: RENDER,
      end: 'done',
    })
  })
})

test('places that sessions take are told in the list of runners', async () => {
  await reserve()
  const used = async () => {
    const { text } = await post(`${node.uri}/discovery`, { method: 'GET' })
    const document = parseRunnerDiscovery(text, { ownAddresses: [node.uri] })
    if (!document.ok) throw new Error(document.problem)
    return document.listings[0]?.runners.find(({ app }) => app === CHAT)?.capacityUsed
  }
  expect(await used()).toBe(1)
  await fetch(`${control.url}/orchestrators/n/sessions`, { method: 'DELETE' })
  expect(await used()).toBe(0)
})

test('refusals: no runners, no such runner, the wrong kind, no place, another method, a path without its slash', async () => {
  const said = async (url: string, options: Post = {}) => {
    const { status, text } = await post(url, options)
    return [status, text.trim()]
  }
  expect(await said(`${devnet.orchestrator('bare').uri}/apps/abcde/session`)).toEqual([
    404,
    'live runners are not supported',
  ])
  expect(await said(`${node.uri}/apps/abcde/session`)).toEqual([404, 'runner not found'])
  expect(await said(at(node, RENDER, 'session'))).toEqual([400, 'only persistent runners have sessions'])
  expect(await said(at(node, CHAT, 'app/x'))).toEqual([400, 'runner is not single-shot'])
  expect(await said(at(node, CHAT, 'session'), { method: 'GET' })).toEqual([405, 'Method Not Allowed'])
  await reserve(node, LIVE)
  expect(await said(at(node, LIVE, 'session'))).toEqual([503, 'no capacity available for runner'])
  const bare = await post(at(node, RENDER, 'app'))
  expect([bare.status, bare.headers.location]).toEqual([301, `/apps/${inventedRoute('n', RENDER)}/app/`])
})

test('a runner that cannot be reached is a 502, by a fault of jobs', async () => {
  const { json } = await reserve()
  await node.change({ jobFault: { kind: 'status', status: 502 } })
  const reply = await post(`${json.app_url}/x`)
  expect([reply.status, reply.text]).toEqual([502, 'dial tcp 127.0.0.1:8000: connect: connection refused\n'])
})

describe('a WebSocket', () => {
  const open = (url: string) =>
    new Promise<WebSocket>((resolve, reject) => {
      const { port, pathname } = new URL(url)
      const socket = new WebSocket(`wss://127.0.0.1:${port}${pathname}`, { rejectUnauthorized: false })
      socket.on('open', () => resolve(socket)).on('error', reject)
    })
  const echo = (socket: WebSocket, message: string | Buffer) =>
    new Promise((resolve) => {
      socket.once('message', (data, isBinary) => resolve(isBinary ? data : String(data)))
      socket.send(message)
    })

  test('says again what it is told, as text or as bytes', async () => {
    const { json } = await reserve()
    const socket = await open(`${json.app_url}/ws`)
    expect(await echo(socket, 'hello')).toBe('hello')
    expect(await echo(socket, Buffer.from([1, 2]))).toEqual(Buffer.from([1, 2]))
    socket.close()
    await expect
      .poll(() => node.jobs.log.report().last.at(-1))
      .toMatchObject({ pipeline: 'apps/ws', end: 'done', status: 101 })
  })

  test('is there in a session alone', async () => {
    await expect(open(at(node, CHAT, 'session/none/app/ws'))).rejects.toThrow('404')
    await expect(open(`${node.uri}/ws`)).rejects.toThrow('404')
    const { json } = await reserve()
    await node.change({ jobFault: 'reset-before-headers' })
    await expect(open(`${json.app_url}/ws`)).rejects.toThrow()
  })
})

describe('on chain', () => {
  const payer = () => ({ 'Livepeer-Payer-Address': devnet.signer.address })
  const challenged = async (app: string, path = 'session') => {
    const reply = await post(at(paid, app, path), { headers: payer() })
    if (reply.status !== 402) throw new Error(`${reply.status} ${reply.text}`)
    return JSON.parse(reply.text)
  }
  const payFor = async (app: string, type: string, path = 'session') => {
    const challenge = await challenged(app, path)
    const { payment_params: orchestrator, manifest_id: ManifestID } = challenge
    return { challenge, paid: await signer.pay({ orchestrator, ManifestID, type, app }) }
  }
  const balance = (id: string) => {
    const worth = paid.jobs.balances.balance(devnet.signer.address, id)
    return worth && Number(worth.numerator / worth.denominator)
  }

  test('whoever brings no payment is told what it takes', async () => {
    const challenge = await challenged(CHAT)
    const info = decode(OrchestratorInfo, Uint8Array.from(Buffer.from(challenge.payment_params, 'base64')))
    const id = challenge.manifest_id
    expect(challenge).toMatchObject({
      orchestrator: paid.uri,
      payment_url: at(paid, CHAT, `session/${id}/payment`),
    })
    expect(info).toMatchObject({
      transcoder: paid.uri,
      priceInfo: { pricePerUnit: 100_000_000n, pixelsPerUnit: 1n },
      authToken: { sessionId: id },
    })
    for (const headers of [{}, { 'Livepeer-Payer-Address': '0x12' }]) {
      const reply = await post(at(paid, CHAT, 'session'), { headers })
      expect([reply.status, JSON.parse(reply.text)]).toEqual([
        402,
        { error: { message: 'invalid live runner payment signer address' } },
      ])
    }
    const free = await post(at(paid, GIFT, 'session'), { headers: payer() })
    expect([free.status, free.text]).toEqual([
      503,
      'live runner price unavailable: price_info.price must be a positive decimal\n',
    ])
  })

  test('a session by the second: paid, charged, paid on, and given back when the balance is short', async () => {
    await paid.change({ chargeEveryMs: 1_000 })
    const { challenge, paid: first } = await payFor(CHAT, 'live')
    const id = challenge.manifest_id
    const reserved = await reserve(paid, CHAT, { headers: first.headers })
    expect([reserved.status, reserved.json.session_id]).toEqual([200, id])
    expect(balance(id)).toBe(8_000_000_000)
    const again = await reserve(paid, CHAT, { headers: first.headers })
    expect([again.status, again.text]).toEqual([409, 'session already exists\n'])
    aheadMs = 30_000
    await expect.poll(() => balance(id)).toBeLessThanOrEqual(5_000_000_000)
    const { payment_params: orchestrator } = challenge
    const next = await signer.pay({
      orchestrator,
      ManifestID: id,
      type: 'live',
      app: CHAT,
      state: first.state,
    })
    const paidOn = await post(challenge.payment_url, { headers: next.headers })
    expect(paidOn.status).toBe(200)
    const { info } = decode(PaymentResult, paidOn.body)
    expect(info?.priceInfo?.pricePerUnit).toBe(100_000_000n)
    expect((await post(`${reserved.json.app_url}/x`)).status).toBe(200)
    aheadMs = 3_600_000
    await expect.poll(() => paid.jobs.sessions.count(CHAT), { timeout: 10_000 }).toBe(0)
    expect((await post(`${reserved.json.app_url}/x`)).status).toBe(404)
    expect((await post(challenge.payment_url, { headers: next.headers })).text).toBe(
      'runner session not found\n',
    )
  })

  test('a session by the pixel costs as live video does', async () => {
    await paid.change({ chargeEveryMs: 1_000 })
    const { challenge, paid: first } = await payFor(LIVE, 'lv2v')
    const before = first.payment.ticketSenderParams.length * 8_000_000_000
    expect((await reserve(paid, LIVE, { headers: first.headers })).status).toBe(200)
    aheadMs = 10_000
    await expect.poll(() => balance(challenge.manifest_id)).toBeLessThanOrEqual(before - 10 * 276_480_000)
  })

  test('a fixed price is paid once, for one request', async () => {
    const { challenge, paid: first } = await payFor(RENDER, 'fixed', 'app/make')
    const reply = await post(at(paid, RENDER, 'app/make'), { headers: first.headers, body: 'x' })
    expect(reply.status).toBe(200)
    expect(balance(challenge.manifest_id)).toBe(4_000_000_000)
    await expect.poll(() => paid.jobs.sessions.count(RENDER)).toBe(0)
    const twice = await post(at(paid, RENDER, 'app/make'), { headers: first.headers, body: 'x' })
    expect([twice.status, twice.text]).toEqual([
      400,
      expect.stringMatching(/^invalid ticket senderNonce: already seen/),
    ])
  })

  test('another price, another session, too little: refused, and the place is left', async () => {
    const { paid: cheap } = await payFor(CHAT, 'live')
    const other = await post(at(paid, RENDER, 'app/x'), { headers: cheap.headers })
    expect([other.status, other.text]).toEqual([400, 'payment price does not match live runner price\n'])
    const challenge = await challenged(CHAT)
    const elsewhere = await signer.pay({
      orchestrator: challenge.payment_params,
      ManifestID: 'x',
      type: 'live',
    })
    const mismatch = await reserve(paid, CHAT, { headers: elsewhere.headers })
    expect([mismatch.status, mismatch.text]).toEqual([403, 'mismatched manifest and auth token\n'])
    const half = await reserve(paid, CHAT, { headers: { 'Livepeer-Payment': '?' } })
    expect(half.status).toBe(402)
    expect([paid.jobs.sessions.count(CHAT), paid.jobs.sessions.count(RENDER)]).toEqual([0, 0])
    await paid.change({ ticketValueWei: '1000000000' })
    const poor = await challenged(RENDER, 'app/x')
    const asked = { orchestrator: poor.payment_params, ManifestID: poor.manifest_id, type: 'fixed' }
    const { headers, payment } = await signer.pay(asked)
    const one = { ...payment, ticketSenderParams: payment.ticketSenderParams.slice(0, 1) }
    const short = await post(at(paid, RENDER, 'app/x'), {
      headers: { ...headers, [PAYMENT_HEADER]: paymentHeader(one) },
    })
    expect([short.status, short.text]).toEqual([
      400,
      `insufficient balance, mid=${poor.manifest_id}, fee=20000000000, balance=1000000000\n`,
    ])
    expect(paid.jobs.sessions.count(RENDER)).toBe(0)
  })

  test('a fixed price takes no further payments, another session’s are refused', async () => {
    const first = await payFor(CHAT, 'live')
    const second = await payFor(CHAT, 'live')
    await reserve(paid, CHAT, { headers: first.paid.headers })
    const foreign = await post(first.challenge.payment_url, { headers: second.paid.headers })
    expect([foreign.status, foreign.text]).toEqual([403, 'mismatched session and payment manifest\n'])
    paid.jobs.sessions.reserve(runner(RENDER), { id: 'fixed', token: 't' })
    const fixed = await post(at(paid, RENDER, 'session/fixed/payment'))
    expect([fixed.status, fixed.text]).toEqual([
      409,
      'fixed-price live runner sessions do not accept follow-up payments\n',
    ])
  })
})

const runner = (app: string) => {
  const found = paid.scenario.offer.runners.find((each) => each.app === app)
  if (!found) throw new Error(`no app ${app}`)
  return found
}

test('the runners of the standing fleet run', async () => {
  const fleet = standingFleet().filter(({ offer }) => offer.runners.length > 0)
  expect(fleet.length).toBeGreaterThanOrEqual(4)
  const network = await Devnet.start({ fleet })
  for (const each of network.orchestrators)
    for (const { app, mode } of each.scenario.offer.runners) {
      const isLong = mode === 'persistent'
      const { json } = isLong ? await reserve(each, app) : { json: null }
      const reply = await post(isLong ? `${json.app_url}/x` : at(each, app, 'app/x'))
      expect([each.name, app, reply.status]).toEqual([each.name, app, 200])
    }
  await network.stop()
})
