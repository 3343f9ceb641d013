import { printable } from '@/lib/domain/printable'
import { PAYMENT_HEADER, SEGMENT_HEADER } from '@/lib/livepeer/job-headers'
import { decode, encode, WireFormatError } from '@/lib/livepeer/message-codec'
import { OrchestratorInfo, PaymentResult } from '@/lib/livepeer/messages'
import { readQuote } from '@/lib/livepeer/quote'
import type { Credentials } from '../payment/payer'
import type { KeptQuote, QuoteKeeper } from '../quotes/quote-keeper'
import type { JobPlace } from '../upstream/job-place'
import type { SendUpstream } from './send-upstream'
import type { BegunPayment } from './stream-payer'

export interface LiveMeterDeps {
  readonly quotes: Pick<QuoteKeeper, 'getOwn'>
  readonly send: SendUpstream
  readonly now: () => number
}

/** What became of one payment. */
export type PaymentOutcome = 'paid' | 'enough' | 'failed' | 'too-dear'

/** How payments go, as it may be told. */
export interface MeterReport {
  readonly payments: number
  /** Times that the signer found enough paid. */
  readonly skipped: number
  /** Beside what went along with the start. */
  readonly paidWei: bigint
  /** When the latest was taken (ms); null: none was. */
  readonly paidAt: number | null
  /** Why the latest one failed; null: it did not. */
  readonly problem: string | null
}

/** A quote that is too old is asked for anew, so often in a row. */
const MAX_QUOTES = 3
const MAX_RESULT_BYTES = 256 * 1024
const TIMEOUT_MS = 10_000

/**
 * Pays an orchestrator for a stream that goes on: tickets of the signer, sent to `/payment`, whose answer has the parameters
 * of the next ones (go-livepeer server/live_payment.go).
 */
export class LiveMeter {
  #kept: KeptQuote
  #payments = 0
  #skipped = 0
  #paidWei = 0n
  #paidAt: number | null = null
  #problem: string | null = null
  #isOver = false

  constructor(
    private readonly about: BegunPayment & {
      /** Of jobs at that orchestrator. */
      readonly place: JobPlace
      readonly manifestId: string
    },
    private readonly deps: LiveMeterDeps,
  ) {
    this.#kept = about.kept
  }

  get report(): MeterReport {
    return {
      payments: this.#payments,
      skipped: this.#skipped,
      paidWei: this.#paidWei,
      paidAt: this.#paidAt,
      problem: this.#problem,
    }
  }

  /** Nothing more is sent. */
  end(): void {
    this.#isOver = true
  }

  /** One payment. To be called one after the other; never rejects. */
  async pay(): Promise<PaymentOutcome> {
    const { tickets, maxPrice, manifestId } = this.about
    for (let quotes = 0; ; quotes++) {
      const made = await tickets.pay({ kept: this.#kept, maxPrice, manifestId })
      if (made.ok) return this.#send(made)
      switch (made.outcome) {
        case 'enough':
          this.#skipped += 1
          this.#problem = null
          return 'enough'
        case 'too-dear':
          this.#problem = made.detail
          return 'too-dear'
        case 'stale-quote': {
          if (quotes === MAX_QUOTES) return this.#failed(made.detail)
          const answer = await this.deps.quotes.getOwn(this.#kept.order, { isUnderWay: true })
          if (!answer.ok) return this.#failed(`no new quote: ${answer.detail}`)
          this.#kept = answer.kept
          break
        }
        default:
          return this.#failed(made.detail)
      }
    }
  }

  async #send({ segment, payment, paidWei }: Extract<Credentials, { ok: true }>): Promise<PaymentOutcome> {
    const { place } = this.about
    if (this.#isOver) return this.#failed('the stream has ended')
    // What is sent may be taken, whatever comes back.
    this.#paidWei += paidWei ?? 0n
    const sent = this.deps.send(place, {
      method: 'POST',
      path: `${place.basePath}/payment`,
      headers: { [SEGMENT_HEADER]: segment, [PAYMENT_HEADER]: payment },
      body: Buffer.alloc(0),
      firstByteMs: TIMEOUT_MS,
      gapMs: TIMEOUT_MS,
      totalMs: TIMEOUT_MS,
      maxBytes: MAX_RESULT_BYTES,
      isStream: () => false,
    })
    const answer = await sent.answer
    if (answer.kind === 'failed') return this.#failed(`/payment: ${answer.detail}`)
    if (answer.kind !== 'document' || answer.status !== 200) {
      const text = answer.kind === 'document' ? answer.body.toString('utf8', 0, 500) : ''
      // Whatever it is, a quote that is new makes the next one good.
      const fresh = await this.deps.quotes.getOwn(this.#kept.order, { isUnderWay: true })
      if (fresh.ok) this.#kept = fresh.kept
      return this.#failed(`/payment was answered with ${answer.status}: ${printable(text)}`)
    }
    this.#payments += 1
    this.#paidAt = this.deps.now()
    this.#problem = null
    this.#kept = quotedIn(answer.body, this.#kept)
    return 'paid'
  }

  #failed(detail: string): 'failed' {
    this.#problem = detail
    return 'failed'
  }
}

/** The quote within the answer to a payment; the one before where it has none that is whole. */
function quotedIn(body: Buffer, before: KeptQuote): KeptQuote {
  try {
    const { info } = decode(PaymentResult, body)
    if (info === null) return before
    const bytes = encode(OrchestratorInfo, info)
    const reading = readQuote(bytes)
    if (!reading.ok) return before
    const { quote } = reading
    return quote.authToken && quote.ticketParams && quote.price ? { ...before, bytes, quote } : before
  } catch (cause) {
    if (cause instanceof WireFormatError) return before
    throw cause
  }
}
