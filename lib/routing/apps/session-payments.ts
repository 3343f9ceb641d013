import type { Asker } from '@/lib/identity/asker'
import { PAYMENT_HEADER, SEGMENT_HEADER } from '@/lib/livepeer/job-headers'
import { decode, encode, WireFormatError } from '@/lib/livepeer/message-codec'
import { OrchestratorInfo, PaymentResult } from '@/lib/livepeer/messages'
import { readQuote } from '@/lib/livepeer/quote'
import { exchange, type UpstreamAnswer } from '../upstream/exchange'
import type { UpstreamPools } from '../upstream/upstream-pools'
import type { AppSession } from './app-session'
import { type Challenge, keptOf, readChallenge, type SessionPayment } from './challenge'

export interface SessionPaymentsDeps {
  readonly pools: Pick<UpstreamPools, 'of'>
  readonly asker: Pick<Asker, 'address'>
  readonly now: () => number
  readonly monotonicMs: () => number
}

/** As often a payment may fail, one after the other, until the session is given up. */
const MAX_FAILURES = 3
const PAYMENT_MS = 5_000
const MAX_ANSWER_BYTES = 256 * 1024

/** A session that is paid by time, paid while it lasts. */
export class SessionPayments {
  paidWei = 0n
  #challenge: Challenge
  #failures = 0
  #timer: NodeJS.Timeout | null = null

  constructor(
    private readonly about: {
      readonly session: AppSession
      readonly payment: SessionPayment
      readonly everyMs: number
      /** Aborted at its end. */
      readonly signal: AbortSignal
    },
    private readonly deps: SessionPaymentsDeps,
    /** Told when it cannot be paid any more. */
    private readonly onFailure: () => void,
  ) {
    this.#challenge = about.payment.challenge
    about.signal.addEventListener('abort', () => clearTimeout(this.#timer ?? undefined), { once: true })
  }

  start(): void {
    this.#timer = setTimeout(() => void this.#beat(), this.about.everyMs)
    this.#timer.unref()
  }

  async #beat(): Promise<void> {
    const isPaid = (await this.#pay()) || ((await this.#refresh()) && (await this.#pay()))
    if (this.about.signal.aborted) return
    this.#failures = isPaid ? 0 : this.#failures + 1
    if (this.#failures >= MAX_FAILURES) this.onFailure()
    else this.start()
  }

  async #pay(): Promise<boolean> {
    const { tickets, maxPrice } = this.about.payment
    const credentials = await tickets.pay({ ...this.#challenge, maxPrice })
    if (this.about.signal.aborted) return false
    if (!credentials.ok) return credentials.outcome === 'enough'
    // Whoever is sent tickets may take them, whatever it answers.
    this.paidWei += credentials.paidWei ?? 0n
    const { path } = this.about.session.controlAddress
    const answer = await this.#post(`${path}/payment`, {
      headers: { [SEGMENT_HEADER]: credentials.segment, [PAYMENT_HEADER]: credentials.payment },
      body: null,
    })
    if (answer.kind !== 'document' || answer.status !== 200) return false
    this.#takeNext(answer.body)
    return true
  }

  /** Parameters of tickets grow old; each payment is answered with new ones. */
  #takeNext(body: Buffer): void {
    try {
      const { info } = decode(PaymentResult, body)
      const bytes = info && encode(OrchestratorInfo, info)
      const reading = bytes && readQuote(bytes)
      if (!bytes || !reading?.ok || reading.quote.ticketParams === null || !reading.quote.authToken) return
      const { nodeUri } = this.about.session
      const kept = keptOf({ quote: reading.quote, bytes }, { nodeUri, now: this.deps.now() })
      if (kept) this.#challenge = { ...this.#challenge, kept }
    } catch (cause) {
      if (!(cause instanceof WireFormatError)) throw cause
      // Those of before may still do.
    }
  }

  /** New parameters of a session whose old ones are not taken any more (go-livepeer server/rpc.go). */
  async #refresh(): Promise<boolean> {
    const sender = this.deps.asker.address
    if (sender === null || this.about.signal.aborted) return false
    const { session } = this.about
    const { manifestId } = this.#challenge
    const base = session.controlAddress.path.replace(/\/apps\/.*$/, '')
    const answer = await this.#post(`${base}/refresh-payment`, {
      headers: { 'content-type': 'application/json' },
      body: Buffer.from(JSON.stringify({ sender, manifest_id: manifestId })),
    })
    if (answer.kind !== 'document' || answer.status !== 200) return false
    const { nodeUri } = session
    const anew = readChallenge(answer.body, { nodeUri, unit: 'seconds', now: this.deps.now() })
    if (anew === null) return false
    this.#challenge = { ...this.#challenge, kept: anew.kept }
    return true
  }

  #post(
    path: string,
    { headers, body }: { readonly headers: Readonly<Record<string, string>>; readonly body: Buffer | null },
  ): Promise<UpstreamAnswer> {
    const { place } = this.about.session.controlAddress
    const request = {
      method: 'POST' as const,
      path,
      headers,
      body,
      firstByteMs: PAYMENT_MS,
      gapMs: PAYMENT_MS,
      totalMs: PAYMENT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      isStream: () => false,
    }
    return exchange(this.deps.pools.of(place), request, this.deps).answer
  }
}
