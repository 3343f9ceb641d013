import type { Price } from '@/lib/domain/price'
import type { FailedOutcome } from '@/lib/domain/routed-request'
import type { Candidate } from '@/lib/selection/candidate'
import type { MaxPrice } from '@/lib/selection/job-request'
import type { JobPlace } from './upstream/job-place'

/** How jobs of one kind are sent: whom to ask before, what to show, and where to. One for each request. */
export interface Errand {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  /** Whatever goes wrong is told, and nothing is rejected. */
  prepare(candidate: Candidate, order: ErrandOrder): Preparation | Promise<Preparation>
}

export interface ErrandOrder {
  /** Billed units; null: not known. */
  readonly units: bigint | null
  readonly maxPrice: MaxPrice | null
}

export type Preparation =
  | Papers
  /** Nothing is to be sent there. */
  | { readonly kind: 'next'; readonly outcome: FailedOutcome; readonly detail: string }
  | Again

/** What a job is sent with. */
export interface Papers {
  readonly kind: 'ready'
  readonly place: JobPlace
  /** With a slash before it, below the place's own base path. */
  readonly path: string
  readonly headers: Readonly<Record<string, string>>
  /** Expected value of what is paid with it; null: nothing is. */
  readonly paidWei: bigint | null
  /** As it was quoted; null: no price was. */
  readonly price: Price | null
  /** Told when they are refused for their age: the next ones are made anew. */
  readonly refused: () => void
  /** Told where what was sent may have been begun, and no answer that is of use has come of it. */
  readonly unheard?: () => void
  /** Told what comes with a 402: whether it says what is to be paid, with which the same one is asked again. */
  readonly challenged?: (body: Buffer) => boolean
}

/** The same one once more, unless it was so before. */
export interface Again {
  readonly kind: 'again'
  readonly why: 'connection' | 'quote' | 'credentials' | 'challenge'
  readonly outcome: FailedOutcome
  readonly detail: string
}

export const again = (why: Again['why'], outcome: FailedOutcome, detail: string): Again => ({
  kind: 'again',
  why,
  outcome,
  detail,
})

export const next = (
  outcome: FailedOutcome,
  detail: string,
): { readonly kind: 'next'; readonly outcome: FailedOutcome; readonly detail: string } => ({
  kind: 'next',
  outcome,
  detail,
})
