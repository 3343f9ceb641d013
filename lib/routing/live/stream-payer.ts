import type { MaxPrice } from '@/lib/selection/job-request'
import { wantsTickets } from '../payment/create-payer'
import type { Credentials, Payer, PaymentOrder } from '../payment/payer'
import type { SignerTickets, StreamTickets } from '../payment/signer-tickets'
import type { KeptQuote, QuoteAnswer, QuoteKeeper, QuoteOrder } from '../quotes/quote-keeper'

/** What a stream that has begun is paid with from then on. */
export interface BegunPayment {
  readonly kept: KeptQuote
  readonly tickets: StreamTickets
  readonly maxPrice: MaxPrice | null
}

/**
 * Pays for the beginning of one stream. Its quote is for it alone: tickets count on under the parameters of their quote, and
 * each stream counts by itself.
 */
export class StreamPayer implements Payer {
  #kept: KeptQuote | null = null
  #made: (BegunPayment & { readonly credentials: Credentials }) | null = null

  constructor(
    private readonly deps: {
      readonly quotes: Pick<QuoteKeeper, 'getOwn'>
      /** For whoever wants no tickets. */
      readonly payer: Payer
      readonly tickets: Pick<SignerTickets, 'stream'> | null
      readonly now: () => number
    },
  ) {}

  /** Null: nobody is paid as it goes on. */
  get begun(): BegunPayment | null {
    return this.#made
  }

  readonly quotes = {
    find: ({ nodeUri, model }: QuoteOrder): KeptQuote | null => {
      const kept = this.#kept
      const isOf = kept?.order.nodeUri === nodeUri && kept.order.model === model
      return kept && isOf && kept.until > this.deps.now() ? kept : null
    },
    get: async (order: QuoteOrder): Promise<QuoteAnswer> => {
      const answer = await this.deps.quotes.getOwn(order, { isUnderWay: false })
      this.#kept = answer.ok ? answer.kept : null
      return answer
    },
    forget: (): void => {
      this.#kept = null
    },
  }

  credentials({ kept, maxPrice, units }: PaymentOrder): Credentials | Promise<Credentials> {
    const { payer, tickets } = this.deps
    if (tickets === null || !wantsTickets(kept)) {
      this.#made = null
      return payer.credentials({ kept, maxPrice, units })
    }
    // Of a connection that was found closed nobody has read them.
    if (this.#made?.kept === kept) return this.#made.credentials
    return this.#begin(tickets.stream(), { kept, maxPrice, units })
  }

  forget(kept: KeptQuote): void {
    this.#made = null
    this.#kept = null
    this.deps.payer.forget(kept)
  }

  async #begin(tickets: StreamTickets, { kept, maxPrice }: PaymentOrder): Promise<Credentials> {
    const paid = await tickets.pay({ kept, maxPrice, manifestId: null })
    if (!paid.ok)
      return paid.outcome === 'enough' ? { ok: false, outcome: 'cannot-pay', detail: paid.detail } : paid
    this.#made = { kept, credentials: paid, tickets, maxPrice }
    return paid
  }
}
