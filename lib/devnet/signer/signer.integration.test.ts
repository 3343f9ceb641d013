import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { jobCapabilities } from '@/lib/livepeer/job-capabilities'
import { decode, encode } from '@/lib/livepeer/message-codec'
import {
  Capabilities,
  OrchestratorInfo,
  type OrchestratorInfoMessage,
  type PaymentMessage,
  type SegDataMessage,
} from '@/lib/livepeer/messages'
import { segmentSigner } from '@/lib/livepeer/segment'
import { ControlServer } from '../control-server'
import { Devnet } from '../devnet'
import { sendWith, TestGateway } from '../jobs/testdata/test-gateway'
import type { RunningOrchestrator } from '../running-orchestrator'
import { scenario } from '../scenario'
import { base64, type Paid, SignerClient } from './testdata/signer-client'

const MODEL = 'org/model'
const ORDER = { pipeline: 'text-to-image', model: MODEL } as const
const INPUT = { json: { model_id: MODEL, prompt: 'a', width: 16, height: 16 } }
const PIXELS = 16 * 16
const ASKED = jobCapabilities({ capability: 27, model: MODEL })

/** Of the network's clock before ours. */
let aheadMs = 0
let devnet: Devnet
let control: ControlServer
let node: RunningOrchestrator
let signer: SignerClient
let gateway: TestGateway
beforeAll(async () => {
  const model = { pipeline: 'text-to-image', model: MODEL, capacity: 4 } as const
  const onChain = { payment: 'verify', jobMs: 0 } as const
  const fleet = [
    { ...onChain, name: 'n', models: [{ ...model, price: 3n }] },
    { ...onChain, name: 'other', models: [{ ...model, price: 3n }] },
    { ...onChain, name: 'free', basePrice: 0n, models: [{ ...model, price: 0n }] },
    {
      ...onChain,
      name: 'dear-tickets',
      ticketValueWei: 3_000_000_000_001n,
      models: [{ ...model, price: 3n }],
    },
  ]
  devnet = await Devnet.start({ fleet: fleet.map(scenario), now: () => Date.now() + aheadMs })
  control = await ControlServer.start(devnet)
  node = devnet.orchestrator('n')
  signer = new SignerClient(control.signerUrl)
  gateway = TestGateway.of(await signer.identity())
})
beforeEach(() => {
  aheadMs = 0
  return devnet.reset()
})
afterAll(async () => {
  await control.stop()
  await devnet.stop()
})

const quoteOf = async (of = node) => gateway.quoteBytes(of, ORDER)

/** A request to pay for a batch job. */
const batch = async (about: Record<string, unknown> = {}, of = node) => ({
  orchestrator: base64(await quoteOf(of)),
  type: '',
  inPixels: PIXELS,
  capabilities: base64(encode(Capabilities, ASKED)),
  ...about,
})

const bent = async (bend: (info: OrchestratorInfoMessage) => Partial<OrchestratorInfoMessage>) => {
  const info = decode(OrchestratorInfo, await quoteOf())
  return { orchestrator: base64(encode(OrchestratorInfo, { ...info, ...bend(info) })) }
}

const message = (text: string): string => JSON.parse(text).error.message

const send = async (headers: Readonly<Record<string, string>>, to = node) => {
  const papers = { quote: await gateway.quote(to, ORDER), segment: NO_SEGMENT, payment: null }
  return sendWith(papers, 'text-to-image', INPUT, { headers })
}
const NO_SEGMENT: SegDataMessage = {
  manifestId: new Uint8Array(0),
  seq: 0n,
  hash: new Uint8Array(0),
  profiles: new Uint8Array(0),
  sig: new Uint8Array(0),
  duration: 0,
  capabilities: null,
  authToken: null,
}

describe('a payment', () => {
  test('for a batch job is taken, and tells in the node’s log whose it is', async () => {
    const paid = await signer.pay(await batch())
    expect(paid.payment.ticketSenderParams).toHaveLength(1)
    expect(await segmentSigner(paid.segment)).toBe(devnet.signer.address)
    expect(paid.segment.capabilities).toEqual(ASKED)
    expect((await send(paid.headers)).status).toBe(200)
    expect(node.jobs.log.report().last.at(-1)).toMatchObject({
      end: 'done',
      payment: { sender: devnet.signer.address, manifestId: '27_org/model', tickets: 1, firstNonce: 1 },
    })
  })

  test('is refused by another node than the one that quoted', async () => {
    const paid = await signer.pay(await batch())
    const { text, status } = await send(paid.headers, devnet.orchestrator('other'))
    expect({ text, status }).toEqual({ text: 'invalid auth token\n', status: 403 })
  })

  test('goes on by its state: nonces count up, the balance is used up first, a new quote begins anew', async () => {
    const orchestrator = base64(await quoteOf())
    const first = await signer.pay(await batch({ orchestrator, ManifestID: 'm' }))
    const second = await signer.pay(await batch({ orchestrator, ManifestID: 'm', state: first.state }))
    expect(second.payment.ticketSenderParams.map(({ senderNonce }) => senderNonce)).toEqual([2])
    const again = { orchestrator, ManifestID: 'm', state: second.state }
    expect(await signer.ask(await batch(again))).toMatchObject({ status: 482 })
    const dear = await signer.pay(await batch({ ...again, inPixels: 8_000_000_000 }))
    expect(dear.payment.ticketSenderParams.map(({ senderNonce }) => senderNonce)).toEqual([3, 4])
    expect((await send(first.headers)).status).toBe(200)
    expect((await send(dear.headers)).status).toBe(200)
    const fresh = await batch({ ManifestID: 'm', state: dear.state, inPixels: 8_000_000_000 })
    expect((await signer.pay(fresh)).payment.ticketSenderParams[0]?.senderNonce).toBe(1)
  })

  test('is of so many tickets as the fee takes, and of a hundred at most', async () => {
    const most = await signer.pay(await batch({ inPixels: 266_666_666_666 }))
    expect(most.payment.ticketSenderParams).toHaveLength(100)
    expect((await send(most.headers)).status).toBe(200)
    const more = await signer.ask(await batch({ inPixels: 270_000_000_000 }))
    expect([more.status, message(more.text)]).toEqual([400, 'numTickets 102 exceeds maximum of 100'])
  })

  test.each([
    ['live', 10],
    ['fixed', 1],
    ['lv2v', 60 * 27_648_000],
  ])('of type %s begins with %d units', async (type, units) => {
    const unitsOf = async (inPixels: number) => {
      const { payment } = await signer.pay(await batch({ inPixels }))
      return payment.ticketSenderParams.length
    }
    const { payment } = await signer.pay(await batch({ type, inPixels: 0 }))
    expect(payment.ticketSenderParams).toHaveLength(await unitsOf(units))
  })

  test('of a stream that goes on is for the time since the last one, by the price of its first', async () => {
    await node.change({ ticketValueWei: '1000000000' })
    const first = await signer.pay(await batch({ type: 'lv2v', ManifestID: 'm' }))
    const { length } = first.payment.ticketSenderParams
    expect(length).toBe(5)
    aheadMs = 60_000
    const next = await signer.pay(await batch({ type: 'lv2v', ManifestID: 'm', state: first.state }))
    expect(next.payment.ticketSenderParams).toHaveLength(5)
  })
})

describe('a client is told', () => {
  const refusal = async (about: Record<string, unknown> | string) => {
    const reply = await signer.ask(about)
    return [reply.status, message(reply.text)]
  }

  test.each([
    ['', 'EOF'],
    ['{', 'the request is not JSON'],
    ['{}', 'missing orchestrator'],
    ['{"orchestrator":"?"}', 'json: cannot unmarshal orchestrator: illegal base64 data at input byte 0'],
    ['{"orchestrator":"/w=="}', /^proto: /],
    ['{"orchestrator":7}', /^json: cannot unmarshal orchestrator/],
    ['{"inPixels":1.5}', /^json: cannot unmarshal inpixels/],
  ])('400 for the body %j', async (body, text) => {
    const [status, said] = await refusal(body)
    expect(status).toBe(400)
    expect(said).toEqual(typeof text === 'string' ? text : expect.stringMatching(text))
  })

  test('400 when the quote lacks a price, a denominator, ticket parameters, a token', async () => {
    const none = await bent(() => ({ priceInfo: null }))
    const zero = await bent(({ priceInfo }) => ({
      priceInfo: priceInfo && { ...priceInfo, pricePerUnit: 0n },
    }))
    const over = await bent(({ priceInfo }) => ({
      priceInfo: priceInfo && { ...priceInfo, pixelsPerUnit: 0n },
    }))
    for (const priced of [none, zero, over])
      expect(await refusal(priced)).toEqual([400, 'missing or zero priceInfo'])
    expect(await refusal(await batch({}, devnet.orchestrator('free')))).toEqual([
      400,
      'missing or zero priceInfo',
    ])
    expect(await refusal(await bent(() => ({ ticketParams: null })))).toEqual([
      400,
      'missing ticketParams in OrchestratorInfo',
    ])
    expect(await refusal(await bent(() => ({ authToken: null })))).toEqual([
      400,
      'remote signer could not check whether to refresh session: missing auth token',
    ])
  })

  test('400 when tickets would be worth more than it makes', async () => {
    const [status, said] = await refusal(await batch({}, devnet.orchestrator('dear-tickets')))
    expect(status).toBe(400)
    expect(said).toMatch(/ticket EV 3000000000001\.\d{5} > max ticket EV 3000000000000\.00000$/)
  })

  test('400 when the state is not its own, of another node, app or type, or without its id', async () => {
    const ask = await batch({ ManifestID: 'm', app: 'a' })
    const { state } = await signer.pay(ask)
    const { State, Sig } = Object(state)
    const changed = base64(
      Buffer.from(Buffer.from(State, 'base64').toString().replace('"App":"a"', '"App":"b"')),
    )
    const invalid = [400, 'invalid sig']
    expect(await refusal({ ...ask, state: { State: changed, Sig } })).toEqual(invalid)
    expect(await refusal({ ...ask, state: { State, Sig: base64(new Uint8Array(65)) } })).toEqual(invalid)
    expect(await refusal({ ...ask, state: { State } })).toEqual(invalid)
    expect(await refusal({ ...ask, state, ManifestID: '' })).toEqual([400, 'missing manifestID'])
    expect(await refusal({ ...ask, state, app: 'b' })).toEqual([400, 'app mismatch'])
    const typed = await signer.pay({ ...ask, type: 'live' })
    expect(await refusal({ ...ask, state: typed.state })).toEqual([400, 'job type mismatch'])
    const elsewhere = await batch({ ManifestID: 'm', app: 'a', state }, devnet.orchestrator('other'))
    expect(await refusal(elsewhere)).toEqual([400, 'orchestratorAddress mismatch'])
  })

  test('400 for a type that is none, and for nothing to pay for', async () => {
    expect(await refusal(await batch({ type: 'batch' }))).toEqual([400, 'invalid job type'])
    expect(await refusal(await batch({ inPixels: 0 }))).toEqual([400, 'missing billable unit or job type'])
  })

  test('480 when the token or the ticket parameters end soon, with the node to ask again', async () => {
    const order = await batch()
    for (const ms of [27 * 60_000 + 1_000, 39 * 12_000]) {
      aheadMs = ms
      const reply = await signer.ask(order)
      expect([reply.status, message(reply.text)]).toEqual([480, 'refresh session for remote signer'])
      expect(reply.headers.get('livepeer-orchestrator-url')).toBe(node.uri)
    }
  })

  const ceiling = (price: unknown, unit = 'seconds', currency = 'wei') => ({
    type: 'live',
    maxPrice: { price, currency, unit },
  })

  test('481 when the price is above what the client, the signer or the beginning of the session allows', async () => {
    expect((await signer.ask(await batch(ceiling(3)))).status).toBe(200)
    expect(await refusal(await batch(ceiling('2.9995')))).toEqual([
      481,
      'orchestrator price 3.000 exceeds request maxPrice ceiling 3.000',
    ])
    devnet.signer.change({ maxPrice: '2.5' })
    expect(await refusal(await batch(ceiling(2.75)))).toEqual([
      481,
      'orchestrator price 3.000 exceeds configured maximum price ceiling 2.500',
    ])
    devnet.signer.change({ maxPrice: null })
    const { state } = await signer.pay(await batch({ ManifestID: 'm' }))
    await node.change({ models: [{ ...ORDER, price: '4' }] })
    expect(await refusal(await batch({ ManifestID: 'm', state }))).toEqual([
      481,
      'orchestrator price 4.000 exceeds initial session price ceiling 3.000',
    ])
  })

  test.each([
    [ceiling(0), 'maxPrice.price must be a positive decimal'],
    [ceiling('x'), 'maxPrice.price must be a positive decimal'],
    [ceiling(3, 'seconds', 'usd'), 'maxPrice.currency must be wei'],
    [ceiling(3, 'fixed'), 'maxPrice.unit must be seconds for payment type live'],
    [{ ...ceiling(3), type: '' }, 'maxPrice requires payment type live, lv2v, or fixed'],
  ])('400 for the ceiling %j', async (about, text) => {
    expect(await refusal(await batch(about))).toEqual([400, text])
  })

  test('500, masked, when another client goes on with a state', async () => {
    const ask = await batch({ ManifestID: 'm' })
    const first = await signer.ask(ask, { 'signer-auth-id': 'one' })
    const next = { ...ask, inPixels: 8_000_000_000, state: first.paid?.state }
    const foreign = await signer.ask(next, { 'signer-auth-id': 'two' })
    expect([foreign.status, message(foreign.text)]).toEqual([500, 'Internal Server Error'])
    expect((await signer.ask(next, { 'signer-auth-id': 'one' })).status).toBe(200)
  })
})

describe('every changed field is found out by the node', () => {
  let paid: Paid
  beforeEach(async () => {
    paid = await signer.pay(await batch())
  })
  const flip = (bytes: Uint8Array, at = 0): Uint8Array =>
    bytes.length === 0 ? Uint8Array.of(1) : bytes.map((byte, i) => (i === at ? byte ^ 1 : byte))
  const sent = async (about: { payment?: Partial<PaymentMessage>; segment?: Partial<SegDataMessage> }) => {
    const quote = await gateway.quote(node, ORDER)
    const papers = {
      quote,
      payment: { ...paid.payment, ...about.payment },
      segment: { ...paid.segment, ...about.segment },
    }
    const { status, text } = await sendWith(papers, 'text-to-image', INPUT)
    return `${status} ${text.trim()}`
  }

  test('nothing changed is good', async () => {
    expect(await sent({})).toMatch(/^200 /)
  })

  test.each(['manifestId', 'hash', 'sig'] as const)('SegData.%s', async (field) => {
    const { length } = paid.segment[field]
    for (const at of [0, Math.floor(length / 2), length - 1])
      expect(await sent({ segment: { [field]: flip(paid.segment[field], at) } })).toBe('403 ErrSegSig')
  })

  test('SegData.seq', async () => {
    expect(await sent({ segment: { seq: 1n } })).toBe('403 ErrSegSig')
  })

  test('SegData.duration, where there can be no such segment', async () => {
    expect(await sent({ segment: { duration: -1 } })).toBe('403 invalid duration')
  })

  test('SegData.capabilities: a feature, a model, a version that the node has not', async () => {
    const incompatible = '403 incompatible capabilities'
    const bitstring = [...ASKED.bitstring]
    bitstring[0] = (bitstring[0] ?? 0n) | (1n << 33n)
    expect(await sent({ segment: { capabilities: { ...ASKED, bitstring } } })).toBe(incompatible)
    const another = jobCapabilities({ capability: 27, model: 'org/other' })
    expect(await sent({ segment: { capabilities: another } })).toBe(incompatible)
    const later = jobCapabilities({ capability: 27, model: MODEL }, { minVersion: '9.0.0' })
    expect(await sent({ segment: { capabilities: later } })).toBe(incompatible)
  })

  test('SegData.auth_token: its token, session and end', async () => {
    const token = paid.segment.authToken
    if (!token) throw new Error('the signer sent no token')
    const invalid = '403 invalid auth token'
    expect(await sent({ segment: { authToken: { ...token, token: flip(token.token) } } })).toBe(invalid)
    expect(await sent({ segment: { authToken: { ...token, token: token.token.slice(1) } } })).toBe(invalid)
    expect(await sent({ segment: { authToken: { ...token, sessionId: `${token.sessionId}x` } } })).toBe(
      invalid,
    )
    expect(await sent({ segment: { authToken: { ...token, expiration: token.expiration + 1n } } })).toBe(
      invalid,
    )
    expect(await sent({ segment: { authToken: null } })).toBe('403 missing auth token')
  })

  test('Payment.ticket_params: every field', async () => {
    const params = paid.payment.ticketParams
    if (!params) throw new Error('the signer sent no parameters')
    const mismatch = '400 invalid recipientRand for ticket recipientRandHash'
    for (const field of ['faceValue', 'winProb', 'recipientRandHash', 'seed', 'expirationBlock'] as const)
      for (const at of [0, params[field].length - 1])
        expect(
          await sent({ payment: { ticketParams: { ...params, [field]: flip(params[field], at) } } }),
        ).toBe(mismatch)
    const stranger = { ...params, recipient: flip(params.recipient) }
    expect(await sent({ payment: { ticketParams: stranger } })).toMatch(
      /^400 orchestrator 0x\w{40} is inactive in round \d+, cannot process payments$/,
    )
  })

  test('Payment.sender', async () => {
    expect(await sent({ payment: { sender: flip(paid.payment.sender) } })).toBe('403 ErrSegSig')
    expect(await sent({ payment: { sender: new Uint8Array(0) } })).toBe('403 ErrSegSig')
  })

  test('Payment.expiration_params: round and hash', async () => {
    const round = paid.payment.expirationParams
    if (!round) throw new Error('the signer sent no round')
    const mismatch = '400 invalid recipientRand for ticket recipientRandHash'
    const later = { ...round, creationRound: round.creationRound + 1n }
    const other = { ...round, creationRoundBlockHash: flip(round.creationRoundBlockHash) }
    for (const expirationParams of [later, other])
      expect(await sent({ payment: { expirationParams } })).toBe(mismatch)
  })

  test('Payment.ticket_sender_params: nonce and signature, of one as of the second of two', async () => {
    const [ticket] = paid.payment.ticketSenderParams
    if (!ticket) throw new Error('the signer sent no ticket')
    const invalid = '400 invalid ticket signature'
    for (const changed of [
      { ...ticket, senderNonce: 2 },
      ...[0, 40, 64].map((at) => ({ ...ticket, sig: flip(ticket.sig, at) })),
    ])
      expect(await sent({ payment: { ticketSenderParams: [changed] } })).toBe(invalid)
    const twice = { ...ticket, senderNonce: 2 }
    expect(await sent({ payment: { ticketSenderParams: [ticket, twice] } })).toBe(invalid)
    expect(await sent({ payment: { ticketSenderParams: [ticket] } })).toMatch(
      /^400 invalid ticket senderNonce: already seen/,
    )
  })

  test('Payment.expected_price: both numbers, and none', async () => {
    const price = paid.payment.expectedPrice
    if (!price) throw new Error('the signer sent no price')
    const mismatch = '400 invalid recipientRand for ticket recipientRandHash'
    for (const expectedPrice of [
      { ...price, pricePerUnit: price.pricePerUnit + 1n },
      { ...price, pixelsPerUnit: price.pixelsPerUnit + 1n },
    ])
      expect(await sent({ payment: { expectedPrice } })).toBe(mismatch)
    expect(await sent({ payment: { expectedPrice: null } })).toMatch(/^400 invalid expected price/)
  })
})

describe('by the control server', () => {
  const patch = (body: unknown) =>
    fetch(`${control.url}/signer`, { method: 'PATCH', body: JSON.stringify(body) })

  test('the next requests fail as wanted, and are told', async () => {
    const before = devnet.signer.report().requests
    for (const status of [480, 481, 482, 500]) {
      expect((await patch({ fault: { kind: 'status', status, times: 2 } })).status).toBe(200)
      const seen = []
      for (let i = 0; i < 3; i++) seen.push((await signer.ask(await batch())).status)
      expect(seen).toEqual([status, status, 200])
    }
    const report = await (await fetch(`${control.url}/signer`)).json()
    expect(report).toMatchObject({ address: devnet.signer.address, fault: 'none', requests: before + 12 })
    expect(report.last.at(-2)).toMatchObject({ status: 500, detail: 'status', tickets: 0 })
    expect(report.last.at(-1)).toMatchObject({ status: 200, tickets: 1 })
  })

  test('it is silent until the client gives up', async () => {
    await patch({ fault: { kind: 'hang', times: 1 } })
    const signal = AbortSignal.timeout(200)
    const body = JSON.stringify(await batch())
    const asked = fetch(`${control.signerUrl}/generate-live-payment`, { method: 'POST', body, signal })
    await expect(asked).rejects.toThrow()
    expect((await signer.ask(body)).status).toBe(200)
  })

  test('a patch that is none is refused', async () => {
    const answer = await patch({ fault: 'explode' })
    expect([answer.status, (await answer.json()).detail]).toEqual([
      400,
      expect.stringContaining('480, 481, 482'),
    ])
  })
})
