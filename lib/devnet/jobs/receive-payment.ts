import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'
import type { Fraction } from '@/lib/domain/usd'
import { bigintOf, fitted } from '@/lib/livepeer/big-endian'
import type { PaymentMessage } from '@/lib/livepeer/messages'
import { ticketValue } from '@/lib/livepeer/ticket'
import type { Balances } from './balances'
import { chainAt } from './chain-clock'
import { GoPanic, JobRefusal, NIL_POINTER } from './job-refusal'
import { isLess, rational } from './rational'
import type { TicketRecipient, TicketRefusal } from './ticket-recipient'

/** Who takes a payment, and for what. */
export interface PaymentDesk {
  readonly address: EthAddress
  readonly recipient: TicketRecipient
  readonly balances: Balances
  readonly ticketValueWei: bigint
  /** Whether somebody who may be paid has that address. */
  isActive(address: EthAddress): boolean
  readonly now: number
}

/**
 * Takes the tickets of a payment and credits them, then asks whether the balance is worth a ticket at least; it is not
 * asked whether it is enough for the job (go-livepeer core/orchestrator.go ProcessPayment, server/ai_http.go). Throws
 * JobRefusal in its words.
 */
export async function receivePayment(
  payment: PaymentMessage,
  manifestId: string,
  desk: PaymentDesk,
): Promise<void> {
  await creditPayment(payment, manifestId, desk)
  if ((payment.expectedPrice?.pricePerUnit ?? 0n) <= 0n) return
  const balance = desk.balances.balance(addressFromBytes(payment.sender), manifestId)
  if (!balance || isLess(balance, rational(desk.ticketValueWei, 1n)))
    throw new JobRefusal(400, 'Insufficient balance')
}

/** What the job costs, taken off once it is done. A price that is missing or per zero units ends in a division by zero. */
export function debitFee(
  payment: PaymentMessage,
  manifestId: string,
  units: bigint,
  balances: Balances,
): void {
  const { pricePerUnit = 0n, pixelsPerUnit = 0n } = payment.expectedPrice ?? {}
  if (pixelsPerUnit === 0n) throw new GoPanic('division by zero')
  const fee = rational(pricePerUnit * units, pixelsPerUnit)
  balances.debit(addressFromBytes(payment.sender), manifestId, fee)
}

/** The first part of it alone, as where a stream goes on. */
export async function creditPayment(
  payment: PaymentMessage,
  manifestId: string,
  { address, recipient, balances, isActive, now }: PaymentDesk,
): Promise<void> {
  const params = payment.ticketParams
  if (!params) return balances.pinPrice(addressFromBytes(payment.sender), manifestId, rational(0n, 1n))
  if (payment.sender.length === 0) throw new JobRefusal(400, 'Could not find Sender for payment')
  const payee = addressFromBytes(params.recipient)
  if (!isActive(payee))
    throw new JobRefusal(
      400,
      `orchestrator ${payee} is inactive in round ${chainAt(now).creationRound}, cannot process payments`,
    )
  const price = expectedPrice(payment)
  balances.pinPrice(addressFromBytes(payment.sender), manifestId, price)
  if (!payment.expirationParams) throw new GoPanic(NIL_POINTER)
  const { creationRound, creationRoundBlockHash } = payment.expirationParams
  const shared = {
    recipient: payee,
    sender: addressFromBytes(payment.sender),
    faceValueWei: bigintOf(params.faceValue),
    winProb: bigintOf(params.winProb),
    recipientRandHash: fitted(params.recipientRandHash, 32),
    seed: bigintOf(params.seed),
    expirationBlock: bigintOf(params.expirationBlock),
    creationRound,
    creationRoundBlockHash: fitted(creationRoundBlockHash, 32),
    price,
  }
  let refusal: TicketRefusal | null = null
  for (const { senderNonce, sig } of payment.ticketSenderParams) {
    const problem = await recipient.receive(address, { ...shared, senderNonce, sig }, now)
    refusal = problem ?? refusal
    if (problem?.isFatal) break
    // After the first bad one, good ones are taken and credited no more.
    if (!refusal) balances.credit(shared.sender, manifestId, ticketValue(shared))
  }
  if (refusal) throw new JobRefusal(400, refusal.text)
}

function expectedPrice({ expectedPrice: price }: PaymentMessage): Fraction {
  const problem = !price
    ? 'expected price is nil'
    : price.pixelsPerUnit === 0n
      ? 'pixels per unit is 0'
      : null
  if (problem !== null || !price)
    throw new JobRefusal(400, `invalid expected price sent with payment err="${problem}"`)
  return rational(price.pricePerUnit, price.pixelsPerUnit)
}
