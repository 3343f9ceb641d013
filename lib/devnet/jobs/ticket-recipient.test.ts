import { describe, expect, test } from 'vitest'
import { addressFromBytes, ZERO_ADDRESS } from '@/lib/domain/eth-address'
import { seededRandom } from '@/lib/domain/seeded-random'
import { bigintOf } from '@/lib/livepeer/big-endian'
import { signerOfKey } from '@/lib/livepeer/eth-signature'
import { ticketHash, ticketValue } from '@/lib/livepeer/ticket'
import { rational } from './rational'
import { type ReceivedTicket, TicketRecipient } from './ticket-recipient'

const TICKET_VALUE_WEI = 8_000_000_000n
const NOW = 1_800_000_000_000
const BLOCK_MS = 12_000
const PAYEE = addressFromBytes(new Uint8Array(20).fill(1))
const OTHER = addressFromBytes(new Uint8Array(20).fill(2))
const SENDER = signerOfKey(`0x${'11'.repeat(32)}`)
const STRANGER = signerOfKey(`0x${'22'.repeat(32)}`)

const PRICE = { pricePerUnit: 6n, pixelsPerUnit: 4n, capability: 0, constraint: '' }

function promised(recipient: TicketRecipient, price: typeof PRICE | null = PRICE) {
  const params = recipient.params(PAYEE, {
    sender: SENDER.address,
    price,
    ticketValueWei: TICKET_VALUE_WEI,
    now: NOW,
    random: seededRandom('t'),
  })
  return { params, ticket: ticketOf(params) }
}

const ticketOf = (params: ReturnType<TicketRecipient['params']>): Omit<ReceivedTicket, 'sig'> => ({
  recipient: addressFromBytes(params.recipient),
  sender: SENDER.address,
  faceValueWei: bigintOf(params.faceValue),
  winProb: bigintOf(params.winProb),
  recipientRandHash: params.recipientRandHash,
  seed: bigintOf(params.seed),
  expirationBlock: bigintOf(params.expirationBlock),
  senderNonce: 1,
  // As a payment states it, in lowest terms or not.
  price: rational(3n, 2n),
  creationRound: params.expirationParams?.creationRound ?? 0n,
  creationRoundBlockHash: params.expirationParams?.creationRoundBlockHash ?? new Uint8Array(32),
})

const signed = async (ticket: Omit<ReceivedTicket, 'sig'>, signer = SENDER): Promise<ReceivedTicket> => ({
  ...ticket,
  sig: await signer.sign(ticketHash(ticket)),
})

const fresh = () => new TicketRecipient(new Uint8Array(32).fill(9))

test('a ticket made of what was promised is taken, and worth what is asked for at least', async () => {
  const recipient = fresh()
  const { ticket } = promised(recipient)
  expect(await recipient.receive(PAYEE, await signed(ticket), NOW)).toBeNull()
  const { numerator, denominator } = ticketValue(ticket)
  expect(numerator >= TICKET_VALUE_WEI * denominator).toBe(true)
  expect(numerator < (TICKET_VALUE_WEI + 1n) * denominator).toBe(true)
})

test('a price of zero promises tickets of no value', () => {
  const { params } = promised(fresh(), { ...PRICE, pricePerUnit: 0n })
  expect({ faceValue: params.faceValue.length, winProb: params.winProb.length }).toEqual({
    faceValue: 0,
    winProb: 0,
  })
})

describe('refused for good:', () => {
  const preimage = 'invalid recipientRand for ticket recipientRandHash'
  test.each<[string, Partial<ReceivedTicket>, string]>([
    ['for somebody else', { recipient: OTHER }, 'invalid ticket recipient'],
    ['of nobody', { sender: ZERO_ADDRESS }, 'invalid ticket sender'],
    ['of somebody else than was promised', { sender: STRANGER.address }, preimage],
    ['of another value', { faceValueWei: 1n }, preimage],
    ['of a better chance', { winProb: 2n ** 255n }, preimage],
    ['at another price', { price: rational(1n, 1n) }, preimage],
    ['that lasts longer', { expirationBlock: 999_999_999n }, preimage],
    ['with another seed', { seed: 1n }, preimage],
    ['with another hash', { recipientRandHash: new Uint8Array(32) }, preimage],
    ['of another round', { creationRound: 1n }, preimage],
    ['of another block', { creationRoundBlockHash: new Uint8Array(32) }, preimage],
  ])('a ticket %s', async (_, about, text) => {
    const recipient = fresh()
    const ticket = await signed({ ...promised(recipient).ticket, ...about })
    expect(await recipient.receive(PAYEE, ticket, NOW)).toEqual({ isFatal: true, text })
  })

  test('a ticket of another node, which has the same payee', async () => {
    const ticket = await signed(promised(new TicketRecipient(new Uint8Array(32))).ticket)
    expect(await fresh().receive(PAYEE, ticket, NOW)).toEqual({ isFatal: true, text: preimage })
  })
})

describe('refused by itself:', () => {
  test('a signature of somebody else, of another nonce, or none', async () => {
    const recipient = fresh()
    const { ticket } = promised(recipient)
    const refusal = { isFatal: false, text: 'invalid ticket signature' }
    expect(await recipient.receive(PAYEE, await signed(ticket, STRANGER), NOW)).toEqual(refusal)
    const other = await signed({ ...ticket, senderNonce: 2 })
    expect(await recipient.receive(PAYEE, { ...ticket, sig: other.sig }, NOW)).toEqual(refusal)
    expect(await recipient.receive(PAYEE, { ...ticket, sig: new Uint8Array(0) }, NOW)).toEqual(refusal)
  })

  test('a nonce that was there before, whatever its order', async () => {
    const recipient = fresh()
    const { ticket } = promised(recipient)
    for (const senderNonce of [2, 1])
      expect(await recipient.receive(PAYEE, await signed({ ...ticket, senderNonce }), NOW)).toBeNull()
    expect(await recipient.receive(PAYEE, await signed(ticket), NOW)).toEqual({
      isFatal: false,
      text: `invalid ticket senderNonce: already seen sender=${SENDER.address} nonce=1`,
    })
  })

  test('more than 600 nonces', async () => {
    const recipient = fresh()
    const { ticket } = promised(recipient)
    for (let senderNonce = 1; senderNonce <= 600; senderNonce++)
      await recipient.receive(PAYEE, await signed({ ...ticket, senderNonce }), NOW)
    expect((await recipient.receive(PAYEE, await signed({ ...ticket, senderNonce: 601 }), NOW))?.text).toBe(
      `invalid ticket senderNonce: too many values sender=${SENDER.address} nonce=601`,
    )
  })

  test('at the fortieth block from now on', async () => {
    const recipient = fresh()
    const { ticket } = promised(recipient)
    const at = async (senderNonce: number, blocks: number) =>
      recipient.receive(PAYEE, await signed({ ...ticket, senderNonce }), NOW + blocks * BLOCK_MS)
    expect(await at(1, 39)).toBeNull()
    expect(await at(2, 40)).toEqual({ isFatal: false, text: 'TicketParams expired' })
  })
})
