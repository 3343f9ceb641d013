import { comparePrice, parsePrice } from '@/lib/domain/price'
import { parseServiceUri } from '@/lib/domain/service-uri'
import { AI_WORKER_AUTHORIZATION, PAYMENT_HEADER, SEGMENT_HEADER } from '@/lib/livepeer/job-headers'
import type { Candidate } from '@/lib/selection/candidate'
import { again, type Errand, type ErrandOrder, next, type Preparation } from './errand'
import type { Payer } from './payment/payer'
import type { KeptQuote, QuoteKeeper } from './quotes/quote-keeper'
import type { JobPlaces } from './upstream/job-place'

export interface AiErrandDeps {
  readonly quotes: Pick<QuoteKeeper, 'find' | 'get' | 'forget'>
  readonly payer: Payer
  readonly places: Pick<JobPlaces, 'find'>
}

/** A job of an AI pipeline: a quote with its token, credentials and payment in headers (go-livepeer server/ai_process.go). */
export class AiErrand implements Errand {
  readonly method = 'POST'

  constructor(
    private readonly about: { readonly pipeline: string; readonly capability: number },
    private readonly deps: AiErrandDeps,
  ) {}

  async prepare({ offering }: Candidate, { units, maxPrice }: ErrandOrder): Promise<Preparation> {
    const { deps, about } = this
    const uri = parseServiceUri(offering.nodeUri)
    if (!uri.ok) return next('blocked', 'its service URI cannot be dialled')
    const order = { nodeUri: uri.uri, capability: about.capability, model: offering.model ?? '' }
    let kept = deps.quotes.find(order)
    if (kept === null) {
      const answer = await deps.quotes.get(order)
      if (!answer.ok) return next(answer.outcome, answer.detail)
      kept = answer.kept
    }
    const price =
      kept.quote.price && parsePrice(kept.quote.price.pricePerUnit, kept.quote.price.pixelsPerUnit)
    if (price !== null && maxPrice !== null && comparePrice(price, maxPrice.price) > 0)
      return next('too-dear', 'it quotes more than the ceiling')
    const making = deps.payer.credentials({ kept, units, maxPrice })
    const credentials = making instanceof Promise ? await making : making
    if (!credentials.ok) {
      if (credentials.outcome !== 'stale-quote') return next(credentials.outcome, credentials.detail)
      deps.quotes.forget(kept)
      return again('quote', 'payment-refused', credentials.detail)
    }
    const finding = deps.places.find(kept.quote.transcoder)
    const reading = finding instanceof Promise ? await finding : finding
    if (!reading.ok) return next(reading.cause, reading.detail)
    return {
      kind: 'ready',
      place: reading.place,
      path: `/${about.pipeline}`,
      headers: {
        authorization: AI_WORKER_AUTHORIZATION,
        [SEGMENT_HEADER]: credentials.segment,
        [PAYMENT_HEADER]: credentials.payment,
      },
      paidWei: credentials.paidWei,
      price,
      refused: () => this.#forget(kept),
    }
  }

  #forget(kept: KeptQuote): void {
    this.deps.quotes.forget(kept)
    this.deps.payer.forget(kept)
  }
}
