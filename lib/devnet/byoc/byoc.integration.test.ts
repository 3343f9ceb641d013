import { keccak_256 } from '@noble/hashes/sha3.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { addressToBytes } from '@/lib/domain/eth-address'
import { minimalBytes } from '@/lib/livepeer/big-endian'
import { signerOfKey } from '@/lib/livepeer/eth-signature'
import { PAYMENT_HEADER, paymentHeader } from '@/lib/livepeer/job-headers'
import { ticketHash } from '@/lib/livepeer/ticket'
import { Devnet } from '../devnet'
import { post } from '../jobs/testdata/job-client'
import { openRequest } from '../jobs/testdata/open-request'
import type { RunningOrchestrator } from '../running-orchestrator'
import { scenario } from '../scenario'
import { standingFleet } from '../standing-fleet'

const NAME = 'echo'
const WALLET = signerOfKey(`0x${'11'.repeat(32)}`)
const STRANGER = signerOfKey(`0x${'22'.repeat(32)}`)

/** Of the network's clock before ours. */
let aheadMs = 0
let devnet: Devnet
let node: RunningOrchestrator
let paid: RunningOrchestrator
beforeAll(async () => {
  const byoc = [{ name: NAME, price: 100_000_000n, capacity: 2 }]
  const fleet = [
    { name: 'n', jobMs: 0, byoc },
    { name: 'paid', jobMs: 0, payment: 'verify', byoc },
  ] as const
  devnet = await Devnet.start({ fleet: fleet.map(scenario), now: () => Date.now() + aheadMs })
  node = devnet.orchestrator('n')
  paid = devnet.orchestrator('paid')
})
beforeEach(async () => {
  aheadMs = 0
  for (const { jobs } of devnet.orchestrators) jobs.streams.endAll('the test is over')
  await devnet.reset()
})
afterAll(() => devnet.stop())

const base64 = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64')
const sign = async (text: string, wallet = WALLET) =>
  `0x${bytesToHex(await wallet.sign(keccak_256(utf8ToBytes(text))))}`

/** What a gateway sends to be told what a job has to bring. */
async function tokenHeaders(wallet = WALLET) {
  const addr = wallet.address
  return {
    'Livepeer-Eth-Address': base64({ addr, sig: await sign(addr, wallet) }),
    'Livepeer-Capability': NAME,
  }
}

const token = async (headers: Record<string, string>, of = node, protocol?: 'h2') =>
  post(`${of.uri}/process/token`, { method: 'GET', headers, ...(protocol && { protocol }) })

/** The header of a job, signed. */
async function jobHeader(
  about: Record<string, unknown> = {},
  wallet = WALLET,
): Promise<Record<string, string>> {
  const job = {
    id: 'job-1',
    request: '{"run":"echo"}',
    parameters: '{}',
    capability: NAME,
    capability_url: '',
    sender: wallet.address,
    timeout_seconds: 5,
    ...about,
  }
  return { Livepeer: base64({ sig: await sign(`${job.request}${job.parameters}`, wallet), ...job }) }
}

/** Tickets for a token's parameters. */
async function pay(tickets: number, firstNonce = 1): Promise<Record<string, string>> {
  const { ticket_params: params, price } = JSON.parse((await token(await tokenHeaders(), paid)).text)
  const bytes = (text: string) => Uint8Array.from(Buffer.from(text, 'base64'))
  const number = (text: string) => BigInt(`0x${bytesToHex(bytes(text)) || '0'}`)
  const round = {
    creationRound: BigInt(params.expiration_params.creation_round),
    creationRoundBlockHash: bytes(params.expiration_params.creation_round_block_hash),
  }
  const ticketSenderParams = await Promise.all(
    Array.from({ length: tickets }, async (_, i) => {
      const senderNonce = firstNonce + i
      const ticket = {
        ...round,
        recipient: paid.scenario.recipient ?? WALLET.address,
        sender: WALLET.address,
        faceValueWei: number(params.face_value),
        winProb: number(params.win_prob),
        recipientRandHash: bytes(params.recipient_rand_hash),
        senderNonce,
      }
      return { senderNonce, sig: await WALLET.sign(ticketHash(ticket)) }
    }),
  )
  const payment = {
    ticketParams: {
      recipient: bytes(params.recipient),
      faceValue: bytes(params.face_value),
      winProb: bytes(params.win_prob),
      recipientRandHash: bytes(params.recipient_rand_hash),
      seed: bytes(params.seed),
      expirationBlock: bytes(params.expiration_block),
      expirationParams: null,
    },
    sender: addressToBytes(WALLET.address),
    expirationParams: round,
    ticketSenderParams,
    expectedPrice: {
      pricePerUnit: BigInt(price.pricePerUnit),
      pixelsPerUnit: BigInt(price.pixelsPerUnit),
      capability: 0,
      constraint: '',
    },
  }
  expect(minimalBytes(number(params.seed))).toEqual(bytes(params.seed))
  return { [PAYMENT_HEADER]: paymentHeader(payment) }
}

describe.each(['http/1.1', 'h2'] as const)('over %s', (protocol) => {
  const run = async (
    headers: Record<string, string>,
    body: string | Buffer,
    type = 'application/json',
    path = 'run/it',
  ) =>
    post(`${node.uri}/process/request/${path}`, {
      protocol,
      body,
      headers: { ...(await jobHeader()), 'content-type': type, ...headers },
    })

  test('a token tells price, room and where to', async () => {
    const reply = await token(await tokenHeaders(), node, protocol === 'h2' ? protocol : undefined)
    expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json'])
    const { sender_address, ...rest } = JSON.parse(reply.text)
    expect(sender_address.addr).toBe(WALLET.address)
    expect(rest).toEqual({
      price: { pixelsPerUnit: 1 },
      service_addr: node.uri,
      available_capacity: 2,
      LastNonce: 0,
    })
  })

  test('the worker’s answer comes back with its type, JSON or bytes', async () => {
    const json = await run({}, '{"a":1}')
    expect([json.status, json.text, json.headers['content-type']]).toEqual([
      200,
      '{"a":1}',
      'application/json',
    ])
    expect(json.headers).toMatchObject({
      'livepeer-balance': '0',
      'x-metadata': '{"capability":"echo","route":"run/it"}',
    })
    const bytes = Buffer.from([0, 255, 1, 254])
    const binary = await run({}, bytes, 'image/x-odd')
    expect([binary.body, binary.headers['content-type']]).toEqual([bytes, 'image/x-odd'])
    expect((await run({}, 'x', 'text/plain', '')).text).toBe('x')
    expect(node.jobs.log.report().last.at(-1)).toMatchObject({
      pipeline: 'byoc/request',
      model: NAME,
      end: 'done',
    })
  })

  test('a stream of events, with the balance before [DONE], and blank lines until somebody leaves', async () => {
    const request = openRequest(`${node.uri}/process/request/chat`, {
      protocol,
      method: 'POST',
      headers: { ...(await jobHeader({ timeout_seconds: 60 })), 'content-type': 'application/json' },
    })
    request.end('{"stream":true}')
    const answer = await request.answer
    expect(answer.headers).toMatchObject({
      'content-type': 'text/event-stream',
      'livepeer-payment-balance': '0',
    })
    let said = ''
    while (!/\[DONE\]\n\n\n/.test(said)) said += String(await answer.next())
    const lines = said.split('\n').filter(Boolean)
    expect(lines.slice(-2)).toEqual(['data: {"balance": 0.000}', 'data: [DONE]'])
    expect(lines.slice(0, -2)).toHaveLength(12)
    expect(node.jobs.log.report().last.at(-1)).toMatchObject({ end: 'done', status: 200 })
    request.abort()
    await expect.poll(() => node.jobs.byoc.left(node.scenario.offer, NAME)).toBe(2)
  })
})

test.each([
  [{}, /^Must have eth address/],
  [{ 'Livepeer-Eth-Address': '?' }, 'Invalid eth address header \n'],
  [{ 'Livepeer-Eth-Address': base64({ addr: 7 }) }, 'Invalid eth address header \n'],
  [{ 'Livepeer-Eth-Address': base64({ addr: '0x1', sig: 'xyz' }) }, 'Invalid eth address header \n'],
  [{ 'Livepeer-Eth-Address': base64({ addr: '0x1', sig: '' }) }, /^Job capabilities not provided/],
])('a token for %j is a 400', async (headers, text) => {
  const reply = await token(headers)
  expect(reply.status).toBe(400)
  expect(reply.text).toEqual(typeof text === 'string' ? text : expect.stringMatching(text))
})

test('a token is asked for with GET, and on chain signed', async () => {
  expect((await post(`${node.uri}/process/token`)).status).toBe(405)
  const mine = await tokenHeaders()
  const other = await tokenHeaders(STRANGER)
  const { addr } = JSON.parse(Buffer.from(mine['Livepeer-Eth-Address'], 'base64').toString())
  const { sig } = JSON.parse(Buffer.from(other['Livepeer-Eth-Address'], 'base64').toString())
  const forged = { ...mine, 'Livepeer-Eth-Address': base64({ addr, sig }) }
  expect((await token(forged)).status).toBe(200)
  expect([(await token(forged, paid)).status, (await token(mine, paid)).status]).toEqual([400, 200])
})

test('a capability that is not there has no room; jobs beyond the room are taken', async () => {
  const absent = { ...(await tokenHeaders()), 'Livepeer-Capability': 'other' }
  expect(JSON.parse((await token(absent)).text)).not.toHaveProperty('available_capacity')
  await node.change({ byoc: [{ name: NAME, workMs: 300 }] })
  const headers = await jobHeader()
  const jobs = [1, 2, 3].map(() => post(`${node.uri}/process/request/x`, { headers, body: '{}' }))
  await expect
    .poll(async () => JSON.parse((await token(await tokenHeaders())).text).available_capacity)
    .toBeUndefined()
  expect((await Promise.all(jobs)).map(({ status }) => status)).toEqual([200, 200, 200])
  expect(JSON.parse((await token(await tokenHeaders())).text).available_capacity).toBe(2)
})

describe('a job is refused', () => {
  const refused = async (headers: Record<string, string>, to = node, method = 'POST') => {
    const { status, text } = await post(`${to.uri}/process/request/x`, { method, headers, body: '{}' })
    return [status, text]
  }
  const noCreds = [400, 'Could not verify job creds\n']

  test('without a header that can be read, or without its time', async () => {
    expect(await refused({})).toEqual(noCreds)
    expect(await refused({ Livepeer: '?' })).toEqual(noCreds)
    expect(await refused({ Livepeer: base64({ capability: 7 }) })).toEqual(noCreds)
    expect(await refused(await jobHeader({ sig: 'xyz' }))).toEqual(noCreds)
    expect(await refused(await jobHeader({ timeout_seconds: 0 }))).toEqual([
      400,
      'no timeout_seconds set with request, timeout_seconds is required\n',
    ])
    expect(await refused(await jobHeader({ request: 'nonsense' }))).toEqual([
      400,
      expect.stringMatching(/^Unable to unmarshal job request details err=/),
    ])
    expect(await refused(await jobHeader(), node, 'PUT')).toEqual([405, 'Method not allowed\n'])
  })

  test('503 for a capability that is not here', async () => {
    const none = [503, 'No capacity available for capability\n']
    expect(await refused(await jobHeader({ capability: 'other' }))).toEqual(none)
    await node.change({ byoc: [{ name: NAME, price: null }] })
    expect(await refused(await jobHeader())).toEqual(none)
  })

  test('on chain by any changed word of what was signed', async () => {
    const good = JSON.parse(Buffer.from((await jobHeader()).Livepeer ?? '', 'base64').toString())
    for (const changed of [
      { request: '{"run":"other"}' },
      { parameters: '{"a":1}' },
      { sender: STRANGER.address },
      { sig: good.sig.replace(/^0x./, '0x0').replace(/.$/, 'a') },
    ])
      expect(await refused({ Livepeer: base64({ ...good, ...changed }) }, paid)).toEqual(noCreds)
  })

  test('without the balance of a minute; with it the job is charged by the second', async () => {
    const poor = [400, 'Insufficient balance for request\n']
    expect(await refused(await jobHeader(), paid)).toEqual(poor)
    const [short, payment] = [await pay(0), await pay(1)]
    expect(await refused({ ...(await jobHeader()), ...short }, paid)).toEqual(poor)
    await paid.change({ byoc: [{ name: NAME, workMs: 20 }] })
    const done = await post(`${paid.uri}/process/request/x`, {
      headers: { ...(await jobHeader()), ...payment },
      body: '{}',
    })
    expect([done.status, done.headers['livepeer-balance']]).toEqual([200, '7900000000'])
    expect(JSON.parse((await token(await tokenHeaders(), paid)).text)).toMatchObject({
      balance: 7_900_000_000,
      price: { pricePerUnit: 100_000_000, pixelsPerUnit: 1 },
    })
    expect(paid.jobs.log.report().last.at(-2)).toMatchObject({
      payment: { sender: WALLET.address, manifestId: NAME, tickets: 1, firstNonce: 1 },
    })
  })

  test('a payment that cannot be taken ends in a panic', async () => {
    const payment = await pay(1)
    const headers = { ...(await jobHeader()), ...payment }
    const send = (to: Record<string, string>) =>
      post(`${paid.uri}/process/request/x`, { headers: to, body: '{}' })
    expect((await send({ ...headers, [PAYMENT_HEADER]: '?' })).status).toBeNull()
    expect((await send(headers)).status).toBe(200)
    expect((await send(headers)).status).toBeNull()
    expect(paid.jobs.log.report().last.at(-1)).toMatchObject({
      end: 'panicked',
      detail: expect.stringMatching(/invalid ticket senderNonce: already seen/),
    })
  })
})

describe('a worker', () => {
  const run = async (about: Record<string, unknown> = {}) =>
    post(`${node.uri}/process/request/x`, { headers: await jobHeader(about), body: '{}' })

  test('that fails is quoted', async () => {
    await node.change({ byoc: [{ name: NAME, status: 422, text: 'no such style' }] })
    const reply = await run()
    expect([reply.status, reply.text, reply.headers['livepeer-balance']]).toEqual([
      422,
      'no such style\n',
      '0',
    ])
  })

  test('that does not know the node is forgotten until it registers again', async () => {
    await node.change({ byoc: [{ name: NAME, status: 401 }] })
    const reply = await run()
    expect([reply.status, reply.text]).toEqual([
      500,
      'job not able to be processed, removing capability err=worker auth token failed\n',
    ])
    expect((await run()).status).toBe(503)
    await node.change({ byoc: [{ name: NAME, status: 200 }] })
    expect((await run()).status).toBe(200)
  })

  test('that takes longer than the job allows is not waited for', async () => {
    await node.change({ byoc: [{ name: NAME, workMs: 60_000 }] })
    const reply = await run({ timeout_seconds: 1 })
    expect([reply.status, reply.text]).toEqual([
      500,
      'job not able to be processed, removing capability err=context deadline exceeded\n',
    ])
    expect((await token(await tokenHeaders())).status).toBe(200)
  })

  test('meets the faults of jobs', async () => {
    await node.change({ jobFault: { kind: 'status', status: 503, text: 'later' } })
    expect(await run()).toMatchObject({ status: 503, text: 'later' })
    await node.change({ jobFault: 'truncated' })
    expect((await run()).error).not.toBeNull()
    await node.change({ jobFault: 'reset-before-headers' })
    expect((await run()).status).toBeNull()
    await node.change({ jobFault: 'refuse' })
    const { service_addr } = JSON.parse((await token(await tokenHeaders())).text)
    expect(service_addr).not.toBe(node.uri)
    expect((await post(`${service_addr}/process/request/x`)).error).toBe('ECONNREFUSED')
  })
})

describe('a stream', () => {
  const at = (what: string) => `${node.uri}/ai/stream/${what}`
  const start = async (parameters: Record<string, boolean>, id = 'stream-1', body = '{"prompt":"a"}') =>
    post(at('start'), {
      headers: await jobHeader({ id, parameters: JSON.stringify(parameters) }),
      body,
    })
  const about = (id = 'stream-1') => jobHeader({ request: JSON.stringify({ stream_id: id }) })
  const everything = { enable_video_ingress: true, enable_video_egress: true, enable_data_output: true }

  test('has the channels that it asks for, echoes, and takes updates until it is stopped', async () => {
    const reply = await start(everything)
    const url = `${node.uri}/ai/trickle/stream-1`
    expect([reply.status, reply.text]).toEqual([200, ''])
    expect(reply.headers).toMatchObject({
      'x-publish-url': url,
      'x-subscribe-url': `${url}-out`,
      'x-control-url': `${url}-control`,
      'x-events-url': `${url}-events`,
      'x-data-url': `${url}-data`,
      'livepeer-balance': '0',
    })
    const waiting = ['-out', '-data'].map((suffix) => post(`${url}${suffix}/0`, { method: 'GET' }))
    expect((await post(`${url}/0`, { body: 'frame' })).status).toBe(200)
    const [out, data] = await Promise.all(waiting)
    expect(out?.text.slice(-5)).toBe('frame')
    expect(JSON.parse(data?.text ?? '')).toEqual({ segment: 0, bytes: 5 })
    const update = await post(at('update'), { headers: await about(), body: '{"prompt":"b"}' })
    expect(update.status).toBe(200)
    expect(node.jobs.streams.find('stream-1')?.report.params).toEqual({ prompt: 'b' })
    expect((await post(at('payment'), { headers: await about() })).headers['livepeer-balance']).toBe('0')
    expect((await post(at('stop'), { headers: await about() })).status).toBe(200)
    expect(node.jobs.streams.find('stream-1')).toBeNull()
    expect(node.jobs.byoc.left(node.scenario.offer, NAME)).toBe(2)
    expect((await post(at('update'), { headers: await about(), body: '{}' })).status).toBe(404)
  })

  test('of control and events alone', async () => {
    const { headers } = await start({})
    expect(headers['x-publish-url'] ?? headers['x-subscribe-url'] ?? headers['x-data-url']).toBeUndefined()
    expect(headers['x-control-url']).toBe(`${node.uri}/ai/trickle/stream-1-control`)
  })

  test('is refused with go-livepeer’s statuses', async () => {
    const { status, text } = await start({}, 'stream-1', 'nonsense')
    expect([status, text]).toEqual([400, 'Invalid JSON body\n'])
    expect(
      (await post(at('start'), { headers: await jobHeader({ parameters: '' }), body: '{}' })).status,
    ).toBe(400)
    expect(
      (await post(at('start'), { headers: await jobHeader({ capability: 'other' }), body: '{}' })).status,
    ).toBe(400)
    expect(
      (await post(`${paid.uri}/ai/stream/start`, { headers: await jobHeader({}, STRANGER), body: '{}' }))
        .status,
    ).toBe(402)
    expect((await start({})).status).toBe(200)
    expect((await start({})).status).toBe(500)
    const stop = await post(at('stop'), { headers: {} })
    expect([stop.status, stop.text]).toEqual([
      400,
      'Failed to stop stream, request not valid err=Could not verify job creds\n',
    ])
    await node.change({ byoc: [{ name: NAME, status: 401 }] })
    const failed = await start({}, 'stream-2')
    expect([failed.status, failed.text]).toEqual([500, 'Orchestrator worker failure'])
  })

  test('is charged by time, and ends when the balance stays below zero', async () => {
    await paid.change({ chargeEveryMs: 1_000 })
    const headers = { ...(await jobHeader({ id: 'paid-1' })), ...(await pay(1)) }
    expect((await post(`${paid.uri}/ai/stream/start`, { headers, body: '{}' })).status).toBe(200)
    paid.jobs.balances.debit(WALLET.address, NAME, { numerator: 10n ** 12n, denominator: 1n })
    aheadMs = 600_000
    await expect.poll(() => paid.jobs.streams.find('paid-1'), { timeout: 20_000 }).toBeNull()
    expect(paid.jobs.streams.report().at(-1)?.ended).toBe('insufficient balance')
  })
})

test('the capabilities of the standing fleet work', async () => {
  const fleet = standingFleet().filter(({ offer }) => offer.byocWorkers.size > 0)
  expect(fleet.length).toBeGreaterThanOrEqual(2)
  const network = await Devnet.start({ fleet })
  for (const each of network.orchestrators)
    for (const capability of each.scenario.offer.byocWorkers.keys()) {
      const headers = { ...(await tokenHeaders()), 'Livepeer-Capability': capability }
      expect(JSON.parse((await token(headers, each)).text).available_capacity).toBeGreaterThan(0)
      const job = await jobHeader({ capability })
      const reply = await post(`${each.uri}/process/request/v1`, { headers: job, body: '{}' })
      expect([each.name, capability, reply.status, reply.text]).toEqual([each.name, capability, 200, '{}'])
    }
  await network.stop()
})
