import { expect, test } from 'vitest'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { seededRandom } from '@/lib/domain/seeded-random'
import { encode } from '@/lib/livepeer/message-codec'
import { OrchestratorInfo, type PaymentMessage } from '@/lib/livepeer/messages'
import { type Quote, readQuote } from '@/lib/livepeer/quote'
import { Balances } from './balances'
import { USUAL_JOBS } from './job-behaviour'
import { GoPanic, JobRefusal } from './job-refusal'
import { debitFee, receivePayment } from './receive-payment'
import { TestGateway } from './testdata/test-gateway'
import { TicketRecipient } from './ticket-recipient'

const NOW = 1_800_000_000_000
const ADDRESS = addressFromBytes(new Uint8Array(20).fill(1))
const MANIFEST = '27_org/model'
const PRICE = { pricePerUnit: 3n, pixelsPerUnit: 2n, capability: 0, constraint: '' }
const TICKET_VALUE_WEI = USUAL_JOBS.ticketValueWei
const gateway = await TestGateway.withKey(`0x${'11'.repeat(32)}`)
const SENDER = gateway.signer?.address ?? ADDRESS

const desk = () => ({
  address: ADDRESS,
  recipient: new TicketRecipient(new Uint8Array(32)),
  balances: new Balances(),
  ticketValueWei: TICKET_VALUE_WEI,
  isActive: (address: string) => address === ADDRESS,
  now: NOW,
})

function quoteOf({ recipient }: ReturnType<typeof desk>, price = PRICE): Quote {
  const ticketParams = recipient.params(ADDRESS, {
    sender: SENDER,
    price,
    ticketValueWei: TICKET_VALUE_WEI,
    now: NOW,
    random: seededRandom('q'),
  })
  const reading = readQuote(encode(OrchestratorInfo, { ticketParams, priceInfo: price }))
  if (!reading.ok) throw new Error(reading.problem)
  return reading.quote
}

async function paid(at: ReturnType<typeof desk>, tickets: number, price = PRICE): Promise<PaymentMessage> {
  const payment = await gateway.pay(quoteOf(at, price), tickets)
  if (!payment) throw new Error('nothing is paid')
  return payment
}

/** Whole wei. */
const balanceAt = ({ balances }: ReturnType<typeof desk>): bigint | null => {
  const balance = balances.balance(SENDER, MANIFEST)
  return balance && balance.numerator / balance.denominator
}

const refusal = async (receiving: Promise<void>): Promise<unknown> =>
  receiving.then(
    () => 'taken',
    (cause: unknown) => (cause instanceof JobRefusal ? `${cause.status} ${cause.message}` : cause),
  )

test('every ticket is credited, to that sender and for that model', async () => {
  const at = desk()
  expect(await refusal(receivePayment(await paid(at, 3), MANIFEST, at))).toBe('taken')
  expect(balanceAt(at)).toBe(3n * TICKET_VALUE_WEI)
  expect(at.balances.balance(SENDER, '27_org/other')).toBeNull()
  expect(at.balances.balance(ADDRESS, MANIFEST)).toBeNull()
})

test('a payment without tickets is good while there is a balance of one ticket, and no longer', async () => {
  const at = desk()
  const without = { ...(await paid(at, 0)), ticketParams: null, expirationParams: null }
  expect(await refusal(receivePayment(without, MANIFEST, at))).toBe('400 Insufficient balance')
  const payment = await paid(at, 1)
  await receivePayment(payment, MANIFEST, at)
  expect(await refusal(receivePayment(without, MANIFEST, at))).toBe('taken')
  debitFee(payment, MANIFEST, 2n, at.balances)
  expect(balanceAt(at)).toBe(TICKET_VALUE_WEI - 3n)
  expect(await refusal(receivePayment(without, MANIFEST, at))).toBe('400 Insufficient balance')
})

test('it is not asked whether the balance is enough for the job: that is found out by the next one', async () => {
  const at = desk()
  const payment = await paid(at, 1)
  await receivePayment(payment, MANIFEST, at)
  debitFee(payment, MANIFEST, TICKET_VALUE_WEI * 100n, at.balances)
  expect(await refusal(receivePayment(await paid(at, 149), MANIFEST, at))).toBe('400 Insufficient balance')
  expect(await refusal(receivePayment(await paid(at, 1), MANIFEST, at))).toBe('taken')
})

test('a price of zero asks for nothing, not even tickets', async () => {
  const at = desk()
  const free = { ...PRICE, pricePerUnit: 0n }
  const payment = { ...(await paid(at, 0, free)), ticketParams: null }
  expect(await refusal(receivePayment(payment, MANIFEST, at))).toBe('taken')
})

test('who sends tickets has to say who pays, and at what price', async () => {
  const at = desk()
  const good = await paid(at, 1)
  const refused = (about: Partial<PaymentMessage>) =>
    refusal(receivePayment({ ...good, ...about }, MANIFEST, at))
  expect(await refused({ sender: new Uint8Array(0) })).toBe('400 Could not find Sender for payment')
  expect(await refused({ expectedPrice: null })).toBe(
    '400 invalid expected price sent with payment err="expected price is nil"',
  )
  expect(await refused({ expectedPrice: { ...PRICE, pixelsPerUnit: 0n } })).toBe(
    '400 invalid expected price sent with payment err="pixels per unit is 0"',
  )
})

test('another price than the one quoted is refused, the same in other numbers is not', async () => {
  const at = desk()
  const good = await paid(at, 1)
  const at2 = { ...PRICE, pricePerUnit: 2n }
  expect(await refusal(receivePayment({ ...good, expectedPrice: at2 }, MANIFEST, at))).toBe(
    '400 invalid recipientRand for ticket recipientRandHash',
  )
  const doubled = { ...PRICE, pricePerUnit: 6n, pixelsPerUnit: 4n }
  expect(await refusal(receivePayment({ ...good, expectedPrice: doubled }, MANIFEST, at))).toBe('taken')
})

test('a recipient that nobody has is inactive, and without a round the node panics', async () => {
  const at = desk()
  const good = await paid(at, 1)
  const params = good.ticketParams
  const ticketParams = params && { ...params, recipient: new Uint8Array(20).fill(7) }
  expect(await refusal(receivePayment({ ...good, ticketParams }, MANIFEST, at))).toMatch(
    /^400 orchestrator 0x0707\w+ is inactive in round \d+, cannot process payments$/,
  )
  expect(await refusal(receivePayment({ ...good, expirationParams: null }, MANIFEST, at))).toBeInstanceOf(
    GoPanic,
  )
})

test('after one bad signature the others are looked at and not credited; after a fatal one none is', async () => {
  const at = desk()
  const good = await paid(at, 3)
  const [first, second, third] = good.ticketSenderParams
  if (!first || !second || !third) throw new Error('there are three tickets')
  const broken = { ...second, sig: new Uint8Array(65) }
  const mixed = { ...good, ticketSenderParams: [first, broken, third] }
  expect(await refusal(receivePayment(mixed, MANIFEST, at))).toBe('400 invalid ticket signature')
  expect(balanceAt(at)).toBe(TICKET_VALUE_WEI)
  // The third was looked at: its nonce is spent.
  const again = { ...good, ticketSenderParams: [third] }
  expect(await refusal(receivePayment(again, MANIFEST, at))).toMatch(
    /^400 invalid ticket senderNonce: already seen/,
  )
})

test('a fee by a price per zero units, or by none, ends in a panic', async () => {
  const payment = await paid(desk(), 1)
  for (const expectedPrice of [null, { ...PRICE, pixelsPerUnit: 0n }])
    expect(() => debitFee({ ...payment, expectedPrice }, MANIFEST, 1n, new Balances())).toThrow(GoPanic)
})
