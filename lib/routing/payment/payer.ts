import type { FailedOutcome } from '@/lib/domain/routed-request'
import type { MaxPrice } from '@/lib/selection/job-request'
import type { KeptQuote } from '../quotes/quote-keeper'

/** What an orchestrator has to be shown with a job: two headers, and what they are worth. */
export type Credentials =
  | {
      readonly ok: true
      readonly segment: string
      readonly payment: string
      /** Expected value of the tickets; null: there are none. */
      readonly paidWei: bigint | null
    }
  /** The quote is too old to be paid on: ask for a new one. */
  | { readonly ok: false; readonly outcome: 'stale-quote'; readonly detail: string }
  | { readonly ok: false; readonly outcome: FailedOutcome; readonly detail: string }

export interface PaymentOrder {
  readonly kept: KeptQuote
  /** Billed units; null: not known, which cannot be paid. */
  readonly units: bigint | null
  readonly maxPrice: MaxPrice | null
}

/** Who pays for jobs. Never rejects. */
export interface Payer {
  credentials(order: PaymentOrder): Credentials | Promise<Credentials>
  /** Told when an orchestrator refuses what was paid: the next payment begins anew. */
  forget(kept: KeptQuote): void
}
