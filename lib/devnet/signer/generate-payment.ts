import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { addressToBytes } from '@/lib/domain/eth-address'
import type { StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import type { Fraction } from '@/lib/domain/usd'
import { type EthSigner, recoverSigner } from '@/lib/livepeer/eth-signature'
import { paymentHeader, segmentHeader } from '@/lib/livepeer/job-headers'
import { decode, WireFormatError } from '@/lib/livepeer/message-codec'
import {
  type AuthTokenMessage,
  Capabilities,
  type CapabilitiesMessage,
  type PaymentMessage,
} from '@/lib/livepeer/messages'
import { type Quote, type QuotedTicketParams, readQuote, ticketParamsMessage } from '@/lib/livepeer/quote'
import { jobSegment, signSegment } from '@/lib/livepeer/segment'
import { ticketHash, ticketValue } from '@/lib/livepeer/ticket'
import { chainAt } from '../jobs/chain-clock'
import { add, ceiling, larger, rational, subtract } from '../jobs/rational'
import { LIVE_UNITS_PER_SECOND } from '../live-units'
import { checkTicketParams } from './check-ticket-params'
import type { PaymentRequest } from './payment-request'
import { type PaymentState, readState, stateBytes } from './payment-state'
import { checkPrice, requestedCeiling } from './price-ceiling'
import { SignerRefusal } from './signer-refusal'

/** What the signer brings to a request. */
export interface SignerDesk {
  readonly signer: EthSigner
  /** The most that it pays for a unit, whoever asks; null: anything. */
  readonly maxPrice: Fraction | null
  /** Who asks, as the caller says in `Signer-Auth-Id`; empty: it does not say. */
  readonly authId: string
  readonly random: SeededRandom
  /** Unix ms. */
  readonly now: number
}

export interface GeneratedPayment {
  readonly payment: string
  readonly segCreds: string
  readonly state: Uint8Array
  readonly stateSig: Uint8Array
  readonly tickets: number
  readonly manifestId: string
}

/** The token of a quote is good for half an hour, of whose last tenth nobody begins anything. */
const TOKEN_MARGIN_SECONDS = 180n
const MAX_TICKETS = 100n

/**
 * Tickets and credentials for what a job has used or will use, by what the signed state says of it: go-livepeer's checks
 * in its order and words (server/remote_signer.go GenerateLivePayment). Throws SignerRefusal.
 */
export async function generatePayment(request: PaymentRequest, desk: SignerDesk): Promise<GeneratedPayment> {
  const { price, params, quote } = readOrder(request)
  const { state, isNew } = await stateOf(request, quote, price, desk)
  const manifestId = request.manifestId || (isNew ? randomId(desk.random) : '')
  if (manifestId === '') throw new SignerRefusal(400, 'missing manifestID')
  const capabilities = capabilitiesOf(request)
  const authToken = checkFreshness(quote, params, desk.now)
  const units = billableUnits(request, isNew ? 0 : Math.max(1, desk.now - state.updatedAt))
  const initialPrice = rational(state.initialPricePerUnit, state.initialPixelsPerUnit)
  checkPrice(rational(price.pricePerUnit, price.pixelsPerUnit), [
    { source: 'configured maximum price', price: desk.maxPrice },
    { source: 'request maxPrice', price: requestedCeiling(request) },
    { source: 'initial session price', price: isNew ? null : initialPrice },
  ])
  const fee = rational(initialPrice.numerator * units, initialPrice.denominator)
  const value = worthOf(params)
  const tickets = ticketsFor(fee, state.balance, value)
  const isUsed = checkTicketParams(params, { tickets, now: desk.now })
  if (isUsed) throw new SignerRefusal(500, isUsed.kind === 'expired' ? 'TicketParams expired' : isUsed.text)
  const pmSessionId = `0x${bytesToHex(params.recipientRandHash)}`
  const firstNonce = (state.pmSessionId === pmSessionId ? state.senderNonce : 0) + 1
  const payment = await signTickets({ params, price, firstNonce, tickets: Number(tickets) }, desk)
  if (desk.authId !== '' && state.authId !== '' && state.authId !== desk.authId)
    throw new SignerRefusal(500, 'remote signer auth ID changed')
  const after = stateBytes({
    ...state,
    balance: subtract(add(state.balance, rational(value.numerator * tickets, value.denominator)), fee),
    updatedAt: desk.now,
    pmSessionId,
    senderNonce: firstNonce + Number(tickets) - 1,
    authId: desk.authId || state.authId,
  })
  const unnamed = jobSegment({ capability: 0, model: '', capabilities, authToken })
  const segment = await signSegment({ ...unnamed, manifestId: utf8ToBytes(manifestId) }, desk.signer)
  return {
    payment: paymentHeader(payment),
    segCreds: segmentHeader(segment),
    state: after,
    stateSig: await desk.signer.sign(after),
    tickets: Number(tickets),
    manifestId,
  }
}

interface Order {
  readonly quote: Quote
  readonly price: StatedPrice
  readonly params: QuotedTicketParams
}

function readOrder({ orchestrator }: PaymentRequest): Order {
  if (orchestrator.length === 0) throw new SignerRefusal(400, 'missing orchestrator')
  const reading = readQuote(orchestrator)
  if (!reading.ok) throw new SignerRefusal(400, `proto: ${reading.problem}`)
  const { quote } = reading
  const { price, ticketParams } = quote
  if (!price || price.pricePerUnit === 0n || price.pixelsPerUnit === 0n)
    throw new SignerRefusal(400, 'missing or zero priceInfo')
  if (!ticketParams) throw new SignerRefusal(400, 'missing ticketParams in OrchestratorInfo')
  return { quote, price, params: ticketParams }
}

async function stateOf(
  request: PaymentRequest,
  { localAddress }: Quote,
  price: StatedPrice,
  { signer, random, now }: SignerDesk,
): Promise<{ readonly state: PaymentState; readonly isNew: boolean }> {
  if (request.state.length === 0 && request.stateSig.length === 0) {
    const state: PaymentState = {
      stateId: randomId(random),
      pmSessionId: '',
      updatedAt: now,
      orchestratorAddress: localAddress,
      app: request.app,
      senderNonce: 0,
      balance: rational(0n, 1n),
      initialPricePerUnit: price.pricePerUnit,
      initialPixelsPerUnit: price.pixelsPerUnit,
      type: request.type,
      sequenceNumber: 0,
      authId: '',
    }
    return { state, isNew: true }
  }
  if ((await recoverSigner(request.state, request.stateSig)) !== signer.address)
    throw new SignerRefusal(400, 'invalid sig')
  const state = readState(request.state)
  if (!state) throw new SignerRefusal(400, 'invalid state')
  if (state.orchestratorAddress !== localAddress) throw new SignerRefusal(400, 'orchestratorAddress mismatch')
  if (state.app !== request.app) throw new SignerRefusal(400, 'app mismatch')
  if (state.type !== '' && state.type !== request.type) throw new SignerRefusal(400, 'job type mismatch')
  return {
    state: { ...state, type: request.type, sequenceNumber: state.sequenceNumber + 1 },
    isNew: false,
  }
}

function capabilitiesOf({ capabilities }: PaymentRequest): CapabilitiesMessage | null {
  if (capabilities.length === 0) return null
  try {
    return decode(Capabilities, capabilities)
  } catch (cause) {
    if (!(cause instanceof WireFormatError)) throw cause
    throw new SignerRefusal(400, `proto: ${cause.message}`)
  }
}

function checkFreshness(
  { authToken, transcoder }: Quote,
  params: QuotedTicketParams,
  now: number,
): AuthTokenMessage {
  const unsure = 'remote signer could not check whether to refresh session'
  if (!authToken) throw new SignerRefusal(400, `${unsure}: missing auth token`)
  const problem = checkTicketParams(params, { tickets: 1n, now })
  const isEnding = BigInt(now) > (authToken.expiration - TOKEN_MARGIN_SECONDS) * 1_000n
  if (isEnding || problem?.kind === 'expired')
    throw new SignerRefusal(480, 'refresh session for remote signer', {
      'livepeer-orchestrator-url': transcoder,
    })
  if (problem) throw new SignerRefusal(400, `${unsure}: ${problem.text}`)
  return authToken
}

/** Of a session that just begins a time is paid in advance. */
function billableUnits({ type, inPixels }: PaymentRequest, elapsedMs: number): bigint {
  const units = unitsOf(type, inPixels, elapsedMs)
  if (units === null) throw new SignerRefusal(400, 'invalid job type')
  if (units <= 0n) throw new SignerRefusal(400, 'missing billable unit or job type')
  return units
}

function unitsOf(type: string, inPixels: bigint, elapsedMs: number): bigint | null {
  switch (type) {
    case 'lv2v':
      return (LIVE_UNITS_PER_SECOND * BigInt(elapsedMs > 0 ? Math.floor(elapsedMs) : 60_000)) / 1_000n
    case 'live':
      return BigInt(Math.ceil((elapsedMs > 0 ? elapsedMs : 10_000) / 1_000))
    case 'fixed':
      return 1n
    case '':
      return inPixels
    default:
      return null
  }
}

/** Enough for the fee, and one at least, since nodes want a ticket's worth of balance for any work. */
function ticketsFor(fee: Fraction, balance: Fraction, value: Fraction): bigint {
  const gap = subtract(larger(fee, value), balance)
  const tickets =
    gap.numerator <= 0n || value.numerator === 0n
      ? 0n
      : ceiling(rational(gap.numerator * value.denominator, gap.denominator * value.numerator))
  if (tickets <= 0n) throw new SignerRefusal(482, 'no tickets')
  if (tickets > MAX_TICKETS) throw new SignerRefusal(400, `numTickets ${tickets} exceeds maximum of 100`)
  return tickets
}

async function signTickets(
  {
    params,
    price,
    firstNonce,
    tickets,
  }: Omit<Order, 'quote'> & { readonly firstNonce: number; readonly tickets: number },
  { signer, now }: SignerDesk,
): Promise<PaymentMessage> {
  const { creationRound, creationRoundBlockHash } = params.round ?? chainAt(now)
  const round = { creationRound, creationRoundBlockHash }
  const ticketSenderParams = await Promise.all(
    Array.from({ length: tickets }, async (_, i) => {
      const senderNonce = firstNonce + i
      const ticket = { ...params, ...round, sender: signer.address, senderNonce }
      return { senderNonce, sig: await signer.sign(ticketHash(ticket)) }
    }),
  )
  return {
    ticketParams: ticketParamsMessage(params),
    sender: addressToBytes(signer.address),
    expirationParams: round,
    ticketSenderParams,
    expectedPrice: price,
  }
}

function worthOf(params: QuotedTicketParams): Fraction {
  const { numerator, denominator } = ticketValue(params)
  return rational(numerator, denominator)
}

const randomId = (random: SeededRandom): string => Buffer.from(random.bytes(4)).toString('hex')
