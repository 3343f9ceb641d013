import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { Devnet } from '../devnet'
import type { RunningOrchestrator } from '../running-orchestrator'
import { scenario } from '../scenario'
import { ask } from '../test-client'
import { sendWith, TestGateway } from './testdata/test-gateway'

const ORDER = { pipeline: 'text-to-image', model: 'org/model' } as const
const INPUT = { json: { model_id: 'org/model', prompt: 'a', width: 16, height: 16 } }
const BLOCK_MS = 12_000

/** Of the network's clock before ours. */
let aheadMs = 0
let devnet: Devnet
let node: RunningOrchestrator
let free: RunningOrchestrator
let gateway: TestGateway
let stranger: TestGateway
beforeAll(async () => {
  const model = { pipeline: 'text-to-image', model: 'org/model', capacity: 4 } as const
  const onChain = { payment: 'verify', jobMs: 0 } as const
  const fleet = [
    { ...onChain, name: 'n', models: [{ ...model, price: 3n }] },
    { ...onChain, name: 'other', models: [{ ...model, price: 3n }] },
    { ...onChain, name: 'free', basePrice: 0n, models: [{ ...model, price: 0n }] },
  ]
  devnet = await Devnet.start({ fleet: fleet.map(scenario), now: () => Date.now() + aheadMs })
  node = devnet.orchestrator('n')
  free = devnet.orchestrator('free')
  gateway = await TestGateway.withKey(`0x${'11'.repeat(32)}`)
  stranger = await TestGateway.withKey(`0x${'22'.repeat(32)}`)
})
beforeEach(() => {
  aheadMs = 0
  return devnet.reset()
})
afterAll(() => devnet.stop())

test('who asks has to have signed', async () => {
  const refusal = { details: 'Invalid orchestrator request: orchestrator req sig check failed' }
  expect(await ask(node)).toMatchObject(refusal)
  expect(
    await ask(node, { address: new Uint8Array(20).fill(1), sig: new Uint8Array(65).fill(27) }),
  ).toMatchObject(refusal)
  expect((await gateway.quote(node, ORDER)).ticketParams?.faceValueWei).toBeGreaterThan(0n)
})

test('a job with a ticket is done, also with the next one of the same quote', async () => {
  const papers = await gateway.papers(node, ORDER)
  expect((await sendWith(papers, 'text-to-image', INPUT)).status).toBe(200)
  const payment = await gateway.pay(papers.quote, 2)
  expect((await sendWith({ ...papers, payment }, 'text-to-image', INPUT)).status).toBe(200)
})

test('the same payment twice is refused', async () => {
  const papers = await gateway.papers(node, ORDER)
  await sendWith(papers, 'text-to-image', INPUT)
  expect(await sendWith(papers, 'text-to-image', INPUT)).toMatchObject({
    status: 400,
    text: `invalid ticket senderNonce: already seen sender=${gateway.signer?.address} nonce=1\n`,
  })
})

test('credentials signed by somebody else, or by nobody, or without a payment to compare them with', async () => {
  const papers = await gateway.papers(node, ORDER)
  const foreign = await stranger.segment(papers.quote, ORDER)
  const unsigned = { ...papers.segment, sig: new Uint8Array(0) }
  for (const changed of [{ segment: foreign }, { segment: unsigned }, { payment: null }])
    expect(await sendWith({ ...papers, ...changed }, 'text-to-image', INPUT)).toMatchObject({
      status: 403,
      text: 'ErrSegSig\n',
    })
})

test('without tickets and without a balance there is no job; a refused one leaves its place', async () => {
  const papers = await stranger.papers(node, ORDER, { tickets: 0 })
  for (let i = 0; i < 6; i++)
    expect(await sendWith(papers, 'text-to-image', INPUT)).toMatchObject({
      status: 400,
      text: 'Insufficient balance\n',
    })
})

test('tickets of a quote that is too old', async () => {
  const papers = await gateway.papers(node, ORDER)
  aheadMs = 41 * BLOCK_MS
  expect(await sendWith(papers, 'text-to-image', INPUT)).toMatchObject({
    status: 400,
    text: 'TicketParams expired\n',
  })
})

test('another price than the one quoted, and tickets for another node', async () => {
  const papers = await gateway.papers(node, ORDER)
  const { payment } = papers
  if (!payment?.expectedPrice) throw new Error('the payment states no price')
  const cheaper = { ...payment, expectedPrice: { ...payment.expectedPrice, pricePerUnit: 2n } }
  expect(await sendWith({ ...papers, payment: cheaper }, 'text-to-image', INPUT)).toMatchObject({
    status: 400,
    text: 'invalid recipientRand for ticket recipientRandHash\n',
  })
  const elsewhere = await gateway.papers(devnet.orchestrator('other'), ORDER)
  expect(await sendWith({ ...papers, payment: elsewhere.payment }, 'text-to-image', INPUT)).toMatchObject({
    status: 400,
    text: 'invalid ticket recipient\n',
  })
})

test('a payment for a price per zero units is found out after the work, by the end of the connection', async () => {
  const papers = await gateway.papers(free, ORDER, { tickets: 0 })
  const payment = papers.payment && { ...papers.payment, ticketParams: null, expectedPrice: null }
  expect((await sendWith({ ...papers, payment }, 'text-to-image', INPUT)).status).toBeNull()
  expect(free.jobs.log.report().last.at(-1)).toMatchObject({ end: 'panicked', detail: 'division by zero' })
})

test('a model for nothing needs a sender, a price and no ticket', async () => {
  const papers = await gateway.papers(free, ORDER, { tickets: 0 })
  const payment = papers.payment && { ...papers.payment, ticketParams: null, expirationParams: null }
  expect((await sendWith({ ...papers, payment }, 'text-to-image', INPUT)).status).toBe(200)
})

test('a network is on chain from one moment to the next', async () => {
  const unsigned = TestGateway.offChain()
  await node.change({ payment: 'none' })
  expect((await unsigned.send(node, ORDER, INPUT)).status).toBe(200)
  const papers = await unsigned.papers(node, ORDER)
  await node.change({ payment: 'verify' })
  expect(await sendWith(papers, 'text-to-image', INPUT)).toMatchObject({ status: 403, text: 'ErrSegSig\n' })
})
