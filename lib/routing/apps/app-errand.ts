import type { Offering } from '@/lib/catalog/offering'
import type { LiveRunner } from '@/lib/domain/live-runner'
import { comparePrice, parsePrice } from '@/lib/domain/price'
import type { Asker } from '@/lib/identity/asker'
import { PAYMENT_HEADER, SEGMENT_HEADER } from '@/lib/livepeer/job-headers'
import type { Candidate } from '@/lib/selection/candidate'
import { again, type Errand, type ErrandOrder, next, type Papers, type Preparation } from '../errand'
import type { SignerTickets } from '../payment/signer-tickets'
import type { JobPlaces } from '../upstream/job-place'
import { readChallenge, type SessionPayment } from './challenge'
import { isPersistent } from './runner-of'

export interface AppErrandDeps {
  readonly places: Pick<JobPlaces, 'find'>
  /** Null: nobody makes any. */
  readonly tickets: Pick<SignerTickets, 'stream'> | null
  readonly asker: Pick<Asker, 'identity' | 'address'>
  readonly signal: AbortSignal
  readonly now: () => number
}

export interface AppErrandAbout {
  readonly method: Errand['method']
  /** Of the runner's URL on; empty for a place of one that has sessions. */
  readonly path: string
  readonly wantsSession: boolean
  /** Null: its node does not list it any more. */
  readonly runnerOf: (offering: Offering) => LiveRunner | null
}

/**
 * A place of a live runner, for a session or for one request. Off chain it is given for the asking; on chain a node says
 * with 402 what it wants to be paid, and is asked again with it (go-livepeer server/ai_http.go).
 */
export class AppErrand implements Errand {
  readonly method: Errand['method']
  #challenged: { readonly offeringId: string; readonly payment: SessionPayment | null } | null = null

  constructor(
    private readonly about: AppErrandAbout,
    private readonly deps: AppErrandDeps,
  ) {
    this.method = about.method
  }

  /** How the last one that was asked is paid; null: it wants nothing. */
  get payment(): SessionPayment | null {
    return this.#challenged?.payment ?? null
  }

  async prepare({ offering }: Candidate, order: ErrandOrder): Promise<Preparation> {
    const { about, deps } = this
    const runner = about.runnerOf(offering)
    if (runner === null) return next('denied', 'its node does not list it any more')
    if (isPersistent(runner) !== about.wantsSession)
      return next('denied', about.wantsSession ? 'it has no sessions' : 'it takes requests in sessions alone')
    const finding = await deps.places.find(runner.url)
    if (!finding.ok) return next(finding.cause, finding.detail)
    const asked = await deps.asker.identity(deps.signal).catch(() => null)
    if (asked === null) return next('client-gone', 'the server stops')
    const { address } = deps.asker
    const papers: Papers = {
      kind: 'ready',
      place: finding.place,
      path: about.path,
      headers: address === null ? {} : { 'livepeer-payer-address': address },
      paidWei: null,
      price: null,
      refused: () => undefined,
      challenged: (body) => this.#read(offering, { runner, body, order }),
    }
    if (this.#challenged?.offeringId !== offering.id) {
      this.#challenged = null
      return papers
    }
    const { payment } = this.#challenged
    return payment === null ? next('cannot-pay', NO_SIGNER) : this.#pay(papers, payment, order)
  }

  #read(
    offering: Offering,
    {
      runner,
      body,
      order,
    }: { readonly runner: LiveRunner; readonly body: Buffer; readonly order: ErrandOrder },
  ): boolean {
    const unit = runner.price?.unit ?? 'seconds'
    const challenge = readChallenge(body, { nodeUri: offering.nodeUri, unit, now: this.deps.now() })
    const tickets = this.deps.tickets?.stream() ?? null
    this.#challenged = challenge && {
      offeringId: offering.id,
      payment: tickets && { challenge, tickets, maxPrice: order.maxPrice },
    }
    return challenge !== null
  }

  async #pay(
    papers: Papers,
    { challenge: { kept, manifestId, type }, tickets }: SessionPayment,
    { maxPrice }: ErrandOrder,
  ): Promise<Preparation> {
    const stated = kept.quote.price
    const price = stated && parsePrice(stated.pricePerUnit, stated.pixelsPerUnit)
    if (price !== null && maxPrice !== null && comparePrice(price, maxPrice.price) > 0)
      return next('too-dear', 'it wants more than the ceiling')
    const credentials = await tickets.pay({ kept, maxPrice, manifestId, type })
    if (!credentials.ok) {
      if (credentials.outcome === 'enough') return next('cannot-pay', credentials.detail)
      if (credentials.outcome !== 'stale-quote') return next(credentials.outcome, credentials.detail)
      this.#challenged = null
      return again('quote', 'payment-refused', credentials.detail)
    }
    return {
      ...papers,
      headers: {
        ...papers.headers,
        [SEGMENT_HEADER]: credentials.segment,
        [PAYMENT_HEADER]: credentials.payment,
      },
      paidWei: credentials.paidWei,
      price,
      // It has been paid what it asked for.
      challenged: () => false,
    }
  }
}

const NO_SIGNER = 'it wants to be paid, and REMOTE_SIGNER_URL is not set'
