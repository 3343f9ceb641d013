import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ZERO_ADDRESS } from '@/lib/domain/eth-address'
import { jobCapabilities } from '@/lib/livepeer/job-capabilities'
import { SEGMENT_HEADER, segmentHeader } from '@/lib/livepeer/job-headers'
import { decode, encode } from '@/lib/livepeer/message-codec'
import { Capabilities, OrchestratorInfo, PaymentResult } from '@/lib/livepeer/messages'
import { ControlServer } from '../control-server'
import { Devnet } from '../devnet'
import type { RunningOrchestrator } from '../running-orchestrator'
import { scenario } from '../scenario'
import { base64, SignerClient } from '../signer/testdata/signer-client'
import { post } from './testdata/job-client'
import { TestGateway } from './testdata/test-gateway'

const ORDER = { pipeline: 'live-video-to-video', model: 'org/live' } as const

let devnet: Devnet
let control: ControlServer
let node: RunningOrchestrator
let unpaid: RunningOrchestrator
let signer: SignerClient
let gateway: TestGateway
beforeAll(async () => {
  const models = [{ ...ORDER, capacity: 2, price: 1n }]
  const verify = { payment: 'verify', ticketValueWei: 1_000_000_000n } as const
  const fleet = [
    { ...verify, name: 'n', models },
    { name: 'unpaid', models },
  ]
  devnet = await Devnet.start({ fleet: fleet.map(scenario) })
  control = await ControlServer.start(devnet)
  node = devnet.orchestrator('n')
  unpaid = devnet.orchestrator('unpaid')
  signer = new SignerClient(control.signerUrl)
  gateway = TestGateway.of(await signer.identity())
})
beforeEach(() => devnet.reset())
afterAll(async () => {
  await control.stop()
  await devnet.stop()
})

const order = async (about: Record<string, unknown> = {}, of = node) => ({
  orchestrator: base64(await gateway.quoteBytes(of, ORDER)),
  type: 'lv2v',
  ManifestID: 'stream',
  capabilities: base64(encode(Capabilities, jobCapabilities({ capability: 35, model: ORDER.model }))),
  ...about,
})

describe.each(['http/1.1', 'h2'] as const)('over %s', (protocol) => {
  test('/payment credits the tickets and answers parameters for the next ones, under the same token', async () => {
    const paid = await signer.pay(await order({ ManifestID: `stream ${protocol}` }))
    const reply = await post(`${node.uri}/payment`, { protocol, headers: paid.headers })
    expect(reply).toMatchObject({ status: 200, error: null })
    const info = decode(PaymentResult, reply.body).info
    expect(info?.authToken).toEqual(paid.segment.authToken)
    const worth = node.jobs.balances.balance(devnet.signer.address, `stream ${protocol}`)
    expect(Number(worth?.numerator) / Number(worth?.denominator)).toBeCloseTo(2e9, -1)
    expect(node.jobs.log.report().last.at(-1)).toMatchObject({
      pipeline: 'payment',
      status: 200,
      end: 'done',
      payment: { sender: devnet.signer.address, manifestId: `stream ${protocol}`, tickets: 2, firstNonce: 1 },
    })
    const next = await signer.pay({
      orchestrator: base64(encode(OrchestratorInfo, info ?? {})),
      type: 'lv2v',
      ManifestID: `stream ${protocol}`,
      state: paid.state,
    })
    expect(next.payment.ticketSenderParams[0]?.senderNonce).toBe(1)
    expect((await post(`${node.uri}/payment`, { protocol, headers: next.headers })).status).toBe(200)
  })
})

test('a payment is refused as it would be with a job: 402, 403, 400, and twice', async () => {
  const paid = await signer.pay(await order())
  const send = async (headers: Record<string, string>) => {
    const { status, text } = await post(`${node.uri}/payment`, { headers: { ...paid.headers, ...headers } })
    return [status, text.trim()]
  }
  expect(await send({ 'Livepeer-Payment': '?' })).toEqual([
    402,
    'base64 decode error: illegal base64 data at input byte 0',
  ])
  expect(await send({ 'Livepeer-Payment': '/w==' })).toEqual([402, expect.stringMatching(/^protobuf/)])
  expect(await send({ 'Livepeer-Segment': '?' })).toEqual([403, 'ErrorSegEncoding'])
  expect(await send({ 'Livepeer-Segment': '' })).toEqual([403, 'ErrSegSig'])
  expect(await send({ 'Livepeer-Payment': '' })).toEqual([403, 'ErrSegSig'])
  expect((await send({}))[0]).toBe(200)
  expect(await send({})).toEqual([400, expect.stringMatching(/^invalid ticket senderNonce: already seen/)])
})

test('a payment without capabilities is told the price of transcoding', async () => {
  const paid = await signer.pay(await order({ ManifestID: 'bare', capabilities: undefined }))
  const reply = await post(`${node.uri}/payment`, { headers: paid.headers })
  expect(decode(PaymentResult, reply.body).info?.priceInfo?.pricePerUnit).toBe(1_200n)
})

test('a session keeps the price of its first payment', async () => {
  const quote = await order()
  const { authToken } = await gateway.quote(node, ORDER)
  const first = await signer.pay({ ...quote, ManifestID: authToken?.sessionId })
  await post(`${node.uri}/payment`, { headers: first.headers })
  await node.change({ models: [{ ...ORDER, price: '7' }] })
  const reply = await refresh({ sender: devnet.signer.address, manifest_id: authToken?.sessionId })
  expect(challenge(reply.text).info.priceInfo).toMatchObject({ pricePerUnit: 1n, pixelsPerUnit: 1n })
})

test('off chain a token is enough, and nothing is kept', async () => {
  const { segment } = await TestGateway.offChain().papers(unpaid, ORDER)
  const headers = { [SEGMENT_HEADER]: segmentHeader(segment) }
  const reply = await post(`${unpaid.uri}/payment`, { headers })
  expect(decode(PaymentResult, reply.body).info?.authToken).toEqual(segment.authToken)
  expect((await refresh({ sender: ZERO_ADDRESS, manifest_id: '35_org/live' }, unpaid)).status).toBe(409)
})

const refresh = (body: unknown, to = node) =>
  post(`${to.uri}/refresh-payment`, { body: typeof body === 'string' ? body : JSON.stringify(body) })

const challenge = (text: string) => {
  const { payment_params, ...rest } = JSON.parse(text)
  return { ...rest, info: decode(OrchestratorInfo, Uint8Array.from(Buffer.from(payment_params, 'base64'))) }
}

test('/refresh-payment gives what a signer needs to go on', async () => {
  const paid = await signer.pay(await order({ ManifestID: 'refreshed' }))
  await post(`${node.uri}/payment`, { headers: paid.headers })
  const reply = await refresh({ sender: devnet.signer.address, manifest_id: ' refreshed ' })
  expect([reply.status, reply.headers['content-type']]).toEqual([200, 'application/json'])
  const { info, ...rest } = challenge(reply.text)
  expect(rest).toEqual({
    orchestrator: node.uri,
    manifest_id: 'refreshed',
    payment_url: `${node.uri}/payment`,
  })
  expect(info.authToken?.sessionId).toBe('refreshed')
  const { payment_params: orchestrator } = JSON.parse(reply.text)
  const next = await signer.pay({ orchestrator, type: 'lv2v', ManifestID: 'refreshed', state: paid.state })
  expect((await post(`${node.uri}/payment`, { headers: next.headers })).status).toBe(200)
})

test.each([
  ['', 400, 'EOF'],
  ['{}', 400, 'invalid sender'],
  ['{"sender":"0x12"}', 400, 'invalid sender'],
  [`{"sender":"0x${'1'.repeat(40)}"}`, 400, 'missing manifest_id'],
  [`{"sender":"${'1'.repeat(40)}","manifest_id":"m"}`, 409, 'fixed price not found for session'],
])('/refresh-payment with %j is a %d', async (body, status, text) => {
  const reply = await refresh(body)
  expect([reply.status, JSON.parse(reply.text)]).toEqual([status, { error: { message: text } }])
})

test('/refresh-payment takes POST', async () => {
  const reply = await post(`${node.uri}/refresh-payment`, { method: 'GET' })
  expect([reply.status, reply.headers.allow, reply.text]).toEqual([405, 'POST', 'Method Not Allowed\n'])
})

test('faults of jobs strike payments, too', async () => {
  await node.change({ jobFault: { kind: 'status', status: 503 } })
  const paid = await signer.pay(await order())
  expect((await post(`${node.uri}/payment`, { headers: paid.headers })).status).toBe(503)
})
