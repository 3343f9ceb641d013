import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'
import { PAYMENT_HEADER, readPaymentHeader, SEGMENT_HEADER } from '@/lib/livepeer/job-headers'
import type { PaymentMessage, SegDataMessage } from '@/lib/livepeer/messages'
import type { HttpExchange } from '../http-exchange'
import type { PaymentNote } from './job-log'
import { JobRefusal } from './job-refusal'
import type { JobSite } from './job-site'
import type { PaymentDesk } from './receive-payment'
import { verifySegment } from './verify-segment'

/** What a gateway sends along with work: who pays, and the proof that the node let it in. */
export interface Papers {
  readonly payment: PaymentMessage
  readonly sender: EthAddress
  readonly segment: SegDataMessage
}

/** Both headers, read and checked in go-livepeer's order: the payment as bytes (402), the credentials (403). Throws JobRefusal. */
export async function readPapers(headers: HttpExchange['headers'], site: JobSite): Promise<Papers> {
  const payment = readPayment(headerOf(headers, PAYMENT_HEADER))
  const sender = addressFromBytes(payment.sender)
  const segment = await verifySegment(headerOf(headers, SEGMENT_HEADER), {
    sender,
    isOnChain: deskOf(site) !== null,
    capabilities: site.scenario.offer.capabilities,
    secret: site.secret,
    now: site.now(),
  })
  return { payment, sender, segment }
}

/** Throws JobRefusal (402). */
export function readPayment(header: string | undefined): PaymentMessage {
  const reading = readPaymentHeader(header)
  if (reading.ok) return reading.value
  const what = reading.problem === 'base64' ? 'base64 decode error' : 'protobuf unmarshal error'
  throw new JobRefusal(402, `${what}: ${reading.text}`)
}

/** Null: off chain, where nobody is paid and no signature is looked at. */
export function deskOf({ scenario, recipient, balances, isActive, now }: JobSite): PaymentDesk | null {
  const { payment, ticketValueWei } = scenario.behaviour.jobs
  if (payment === 'none' || scenario.recipient === null) return null
  return { address: scenario.recipient, recipient, balances, ticketValueWei, isActive, now: now() }
}

/** What may be told of a payment. */
export const paymentNote = (
  { payment, sender }: Pick<Papers, 'payment' | 'sender'>,
  manifestId: string,
): PaymentNote => {
  const { ticketSenderParams, expectedPrice } = payment
  return {
    sender,
    manifestId,
    tickets: ticketSenderParams.length,
    firstNonce: ticketSenderParams[0]?.senderNonce ?? null,
    price: expectedPrice && `${expectedPrice.pricePerUnit}/${expectedPrice.pixelsPerUnit}`,
  }
}

export function headerOf(headers: HttpExchange['headers'], name: string): string | undefined {
  const value = headers[name.toLowerCase()]
  return Array.isArray(value) ? value[0] : value
}
