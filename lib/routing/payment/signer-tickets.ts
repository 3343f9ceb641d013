import { LosslessNumber, stringify } from 'lossless-json'
import { z } from 'zod'
import { addressToBytes, type EthAddress } from '@/lib/domain/eth-address'
import { formatDecimal } from '@/lib/domain/price'
import { printable } from '@/lib/domain/printable'
import type { PostJson } from '@/lib/identity/remote-signer-identity'
import { bigintOf } from '@/lib/livepeer/big-endian'
import { paymentHeader, readPaymentHeader } from '@/lib/livepeer/job-headers'
import { encode } from '@/lib/livepeer/message-codec'
import { Capabilities } from '@/lib/livepeer/messages'
import { ticketValue } from '@/lib/livepeer/ticket'
import { belowBase } from '@/lib/net/operator-place'
import type { MaxPrice } from '@/lib/selection/job-request'
import type { KeptQuote } from '../quotes/quote-keeper'
import type { Credentials, Payer, PaymentOrder } from './payer'

export interface SignerTicketsDeps {
  readonly post: PostJson
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** In whose name it signs; null: nobody has told us yet. */
  readonly sender: () => EthAddress | null
  readonly signal: AbortSignal
}

/** What a stream is paid for next: what it has used since it was paid for last, or its first minute. */
export interface StreamOrder {
  readonly kept: KeptQuote
  readonly maxPrice: MaxPrice | null
  /** What its orchestrator calls it; null: it has not begun. */
  readonly manifestId: string | null
  /** How the signer counts: `lv2v`, which is left out, the pixels of live video; `live` seconds; `fixed` once. */
  readonly type?: 'lv2v' | 'live' | 'fixed'
}

export type StreamPayment =
  | Credentials
  /** What was paid is enough by now. */
  | { readonly ok: false; readonly outcome: 'enough'; readonly detail: string }

/** Payments for one stream at one orchestrator, one after the other. */
export interface StreamTickets {
  pay(order: StreamOrder): Promise<StreamPayment>
}

/** What a signer wants to see again at the next payment to the same node for the same model. */
interface Session {
  state: SignerState | null
  /** Good with the quote that they were made of. */
  last: { readonly kept: KeptQuote; readonly segment: string } | null
  /** Payments of a session come one after the other: each has the nonce after the last one's. */
  tail: Promise<unknown>
}

const signerState = z.object({ State: z.string().max(100_000), Sig: z.string().max(10_000) })
type SignerState = z.infer<typeof signerState>

const signedPayment = z.object({
  payment: z.string().min(1).max(500_000),
  segCreds: z.string().min(1).max(100_000),
  state: signerState,
})

/** A session that nobody asked for so long begins anew; its balance is then the node's. */
const MAX_SESSIONS = 5_000

/** Tickets by go-livepeer's remote signer, `POST /generate-live-payment` (server/remote_signer.go). */
export class SignerTickets implements Payer {
  readonly #sessions = new Map<string, Session>()

  constructor(private readonly deps: SignerTicketsDeps) {}

  credentials(order: PaymentOrder): Promise<Credentials> {
    const session = this.#session(order.kept)
    const paying = session.tail.then(() => this.#pay(order, session))
    session.tail = paying
    return paying
  }

  forget(kept: KeptQuote): void {
    this.#session(kept).state = null
  }

  /** Billed by the time that goes by, as the signer's clock has it. */
  stream(): StreamTickets {
    const session: Session = { state: null, last: null, tail: Promise.resolve() }
    return {
      pay: async ({ kept, maxPrice, manifestId, type = 'lv2v' }) => {
        const bill = {
          ...(manifestId !== null && { ManifestID: manifestId }),
          type,
          ...(maxPrice && ceilingOf(maxPrice, type)),
        }
        const reply = await this.#ask(kept, bill, session)
        return reply.kind === 'refused' && reply.status === 482
          ? { ok: false, outcome: 'enough', detail: wordsOf(reply) }
          : this.#read(reply, kept, session)
      },
    }
  }

  async #pay(order: PaymentOrder, session: Session): Promise<Credentials> {
    if (order.units === null)
      return failed('cannot-pay', 'how much it is cannot be told, so it cannot be paid')
    const { kept } = order
    const bill = { ManifestID: manifestOf(kept), type: '', inPixels: order.units }
    const first = await this.#ask(kept, bill, session)
    const isAnew =
      session.state !== null && first.kind === 'refused' && mayBeginAnew(first.status, order, session)
    if (!isAnew) return this.#read(first, kept, session)
    session.state = null
    return this.#read(await this.#ask(kept, bill, session), kept, session)
  }

  async #ask(kept: KeptQuote, bill: object, { state }: Session): Promise<SignerReply> {
    const { post, url, headers, signal } = this.deps
    const body = stringify({
      orchestrator: base64(kept.bytes),
      ...(kept.capabilities && { capabilities: base64(encode(Capabilities, kept.capabilities)) }),
      ...bill,
      ...(state && { state }),
    })
    try {
      const answer = await post(belowBase(url, 'generate-live-payment'), {
        headers,
        body: body ?? '',
        signal,
      })
      if (!answer.ok) return { kind: 'silent', detail: answer.detail }
      return answer.status === 200
        ? { kind: 'signed', body: answer.body }
        : { kind: 'refused', status: answer.status, body: answer.body }
    } catch {
      return { kind: 'silent', detail: 'the server stops' }
    }
  }

  #read(reply: SignerReply, kept: KeptQuote, session: Session): Credentials {
    if (reply.kind === 'silent')
      return failed('cannot-pay', `the remote signer did not answer: ${reply.detail}`)
    if (reply.kind === 'refused') return this.#refused(reply, kept, session)
    const parsed = signedPayment.safeParse(parsedJson(reply.body))
    const paidWei = parsed.success ? worthOf(parsed.data.payment) : null
    if (!parsed.success || paidWei === null)
      return failed('cannot-pay', 'what the remote signer answered is no payment')
    const { payment, segCreds, state } = parsed.data
    session.state = state
    session.last = { kept, segment: segCreds }
    return { ok: true, segment: segCreds, payment, paidWei }
  }

  #refused(reply: RefusedReply, kept: KeptQuote, session: Session): Credentials {
    const detail = wordsOf(reply)
    switch (reply.status) {
      case 480:
        return { ok: false, outcome: 'stale-quote', detail }
      case 481:
        return failed('too-dear', detail)
      case 482: {
        // What was paid before is enough, and so are the credentials of then.
        const { last } = session
        return last?.kept === kept
          ? { ok: true, segment: last.segment, payment: this.#withoutTickets(kept), paidWei: null }
          : failed('cannot-pay', detail)
      }
      default:
        return failed('cannot-pay', detail)
    }
  }

  #withoutTickets({ quote }: KeptQuote): string {
    const sender = this.deps.sender()
    return paymentHeader({
      ticketParams: null,
      sender: sender === null ? new Uint8Array(0) : addressToBytes(sender),
      expirationParams: null,
      ticketSenderParams: [],
      expectedPrice: quote.price,
    })
  }

  #session(kept: KeptQuote): Session {
    const { nodeUri } = kept.order
    const key = `${nodeUri} ${manifestOf(kept)}`
    const known = this.#sessions.get(key)
    // The one that was asked for last stays longest.
    if (known) this.#sessions.delete(key)
    const session = known ?? { state: null, last: null, tail: Promise.resolve() }
    this.#sessions.set(key, session)
    for (const oldest of this.#sessions.keys()) {
      if (this.#sessions.size <= MAX_SESSIONS) break
      this.#sessions.delete(oldest)
    }
    return session
  }
}

interface RefusedReply {
  readonly kind: 'refused'
  readonly status: number
  readonly body: string
}

type SignerReply =
  | { readonly kind: 'signed'; readonly body: string }
  | RefusedReply
  | { readonly kind: 'silent'; readonly detail: string }

/**
 * A state that it does not take is of another signer, or of another time. One by which nothing is to be paid is of no use
 * where the credentials of then are of another quote: a new session pays a ticket that stays with the node as credit.
 */
const mayBeginAnew = (status: number, { kept }: PaymentOrder, { last }: Session): boolean =>
  status === 400 || (status === 482 && last?.kept !== kept)

/** As an orchestrator books it (go-livepeer server/ai_session.go). */
const manifestOf = ({ order: { capability, model } }: KeptQuote): string => `${capability}_${model}`

const wordsOf = ({ status, body }: RefusedReply): string =>
  `the remote signer answered ${status}: ${printable(body.slice(0, 500))}`

/** In the signer's own unit for video; one that is too low for a decimal is left to our own check. */
function ceilingOf({ price }: MaxPrice, type: NonNullable<StreamOrder['type']>): { maxPrice: object } | null {
  const text = formatDecimal(price, 30)
  return text === '0'
    ? null
    : { maxPrice: { price: new LosslessNumber(text), currency: 'wei', unit: UNITS[type] } }
}

const failed = (outcome: 'cannot-pay' | 'too-dear', detail: string): Credentials => ({
  ok: false,
  outcome,
  detail,
})

/** Expected value of a payment's tickets; null: it is none. */
function worthOf(header: string): bigint | null {
  const reading = readPaymentHeader(header)
  if (!reading.ok) return null
  const { ticketParams, ticketSenderParams } = reading.value
  if (ticketParams === null) return 0n
  const { numerator, denominator } = ticketValue({
    faceValueWei: bigintOf(ticketParams.faceValue),
    winProb: bigintOf(ticketParams.winProb),
  })
  return (numerator * BigInt(ticketSenderParams.length)) / denominator
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64')

const UNITS = { lv2v: '720p-pixel-seconds', live: 'seconds', fixed: 'fixed' } as const
