import { createHmac } from 'node:crypto'
import { keccak_256 } from '@noble/hashes/sha3.js'
import { addressToBytes, type EthAddress, ZERO_ADDRESS } from '@/lib/domain/eth-address'
import type { StatedPrice } from '@/lib/domain/orchestrator-answer'
import type { SeededRandom } from '@/lib/domain/seeded-random'
import type { Fraction } from '@/lib/domain/usd'
import { bigintOf, minimalBytes } from '@/lib/livepeer/big-endian'
import { recoverSigner } from '@/lib/livepeer/eth-signature'
import type { TicketParamsMessage } from '@/lib/livepeer/messages'
import { MAX_WIN_PROB, roundBytes, type Ticket, type TicketRound, ticketHash } from '@/lib/livepeer/ticket'
import { chainAt } from './chain-clock'
import { abs, rational } from './rational'

/** A ticket as it came, with what the recipient needs to know its own parameters again. */
export interface ReceivedTicket extends Ticket {
  readonly seed: bigint
  readonly expirationBlock: bigint
  readonly price: Fraction
  readonly sig: Uint8Array
}

/** Why a ticket is not taken. A fatal one ends the payment; after any other the next tickets are looked at still. */
export interface TicketRefusal {
  readonly isFatal: boolean
  readonly text: string
}

const FACE_VALUE_WEI = 680_000_000_000_000n
const PARAMS_LIFE_BLOCKS = 40n
const MAX_NONCES = 600

/**
 * Hands out parameters for tickets and takes tickets made of them (go-livepeer pm/recipient.go, pm/validator.go). It
 * remembers no parameters: the preimage of their hash is made again of the secret and of everything that was promised,
 * so that a ticket with another sender, price, value or end is found out by the hash alone.
 */
export class TicketRecipient {
  readonly #nonces = new Map<bigint, { readonly seen: Set<number>; readonly expirationBlock: bigint }>()

  constructor(private readonly secret: Uint8Array) {}

  /** A price of zero needs no tickets: value and chance are zero then. */
  params(
    recipient: EthAddress,
    {
      sender,
      price,
      ticketValueWei,
      now,
      random,
    }: {
      readonly sender: EthAddress
      readonly price: StatedPrice | null
      /** What one of them is to be worth. */
      readonly ticketValueWei: bigint
      readonly now: number
      readonly random: SeededRandom
    },
  ): TicketParamsMessage {
    const { block, ...round } = chainAt(now)
    const isFree = price !== null && price.pricePerUnit <= 0n
    const faceValueWei = isFree ? 0n : FACE_VALUE_WEI
    const promise = {
      sender,
      faceValueWei,
      winProb: winProbability(faceValueWei, ticketValueWei),
      seed: bigintOf(random.bytes(32)),
      expirationBlock: block + PARAMS_LIFE_BLOCKS,
      price: rationalPrice(price),
      ...round,
    }
    return {
      recipient: addressToBytes(recipient),
      faceValue: minimalBytes(promise.faceValueWei),
      winProb: minimalBytes(promise.winProb),
      recipientRandHash: keccak_256(this.#preimage(promise)),
      seed: minimalBytes(promise.seed),
      expirationBlock: minimalBytes(promise.expirationBlock),
      expirationParams: round,
    }
  }

  /** Null: it is taken. */
  async receive(recipient: EthAddress, ticket: ReceivedTicket, now: number): Promise<TicketRefusal | null> {
    const preimage = this.#preimage(ticket)
    if (ticket.recipient !== recipient) return fatal('invalid ticket recipient')
    if (ticket.sender === ZERO_ADDRESS) return fatal('invalid ticket sender')
    if (Buffer.compare(keccak_256(preimage), ticket.recipientRandHash) !== 0)
      return fatal('invalid recipientRand for ticket recipientRandHash')
    if ((await recoverSigner(ticketHash(ticket), ticket.sig)) !== ticket.sender)
      return refused('invalid ticket signature')
    const { block } = chainAt(now)
    const repeated = this.#takeNonce(bigintOf(preimage), ticket, block)
    if (repeated) return refused(repeated)
    return ticket.expirationBlock <= block ? refused('TicketParams expired') : null
  }

  #takeNonce(
    key: bigint,
    { sender, senderNonce, expirationBlock }: ReceivedTicket,
    block: bigint,
  ): string | null {
    this.#forgetExpired(block)
    const { seen } = this.#nonces.get(key) ?? { seen: new Set<number>() }
    this.#nonces.set(key, { seen, expirationBlock })
    const whose = `sender=${sender} nonce=${senderNonce}`
    if (seen.has(senderNonce)) return `invalid ticket senderNonce: already seen ${whose}`
    if (seen.size >= MAX_NONCES) return `invalid ticket senderNonce: too many values ${whose}`
    seen.add(senderNonce)
    return null
  }

  #forgetExpired(block: bigint): void {
    for (const [key, { expirationBlock }] of this.#nonces)
      if (expirationBlock <= block) this.#nonces.delete(key)
  }

  #preimage(promise: TicketPromise): Uint8Array {
    const { sender, faceValueWei, winProb, seed, expirationBlock, price } = promise
    const mac = createHmac('sha256', this.secret).update(minimalBytes(seed)).update(addressToBytes(sender))
    for (const n of [faceValueWei, winProb, expirationBlock, abs(price.numerator), price.denominator])
      mac.update(minimalBytes(n))
    return mac.update(roundBytes(promise)).digest()
  }
}

type TicketPromise = Pick<
  ReceivedTicket,
  'sender' | 'faceValueWei' | 'winProb' | 'seed' | 'expirationBlock' | 'price' | keyof TicketRound
>

/** Rounded up, so that one ticket is never worth less than what is asked for. */
function winProbability(faceValueWei: bigint, ticketValueWei: bigint): bigint {
  if (faceValueWei === 0n) return 0n
  const share = MAX_WIN_PROB / faceValueWei
  return ticketValueWei * (MAX_WIN_PROB % faceValueWei === 0n ? share : share + 1n)
}

/** No price, or one that is no number, is promised as zero: nobody can pay it. */
const rationalPrice = (price: StatedPrice | null): Fraction =>
  price && price.pixelsPerUnit !== 0n ? rational(price.pricePerUnit, price.pixelsPerUnit) : rational(0n, 1n)

const fatal = (text: string): TicketRefusal => ({ isFatal: true, text })
const refused = (text: string): TicketRefusal => ({ isFatal: false, text })
