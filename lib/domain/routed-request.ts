import type { FaultCause } from './job-result'
import type { OfferingKind } from './offering-kind'

/** How a routed request ended, seen from its client: one of these, once. */
export const ROUTE_OUTCOMES = [
  'served',
  'refused',
  'nobody',
  'failed',
  'timed-out',
  'cut',
  'client-gone',
] as const
export type RouteOutcome = (typeof ROUTE_OUTCOMES)[number]

/** One sentence per outcome, for people. */
export const ROUTE_OUTCOME_SENTENCES: Readonly<Record<RouteOutcome, string>> = {
  served: 'An orchestrator did it, and the client has the whole answer.',
  refused: 'The request itself was refused, by us or by the runner: the client has to change it.',
  nobody: 'Nobody may do it, or nobody had a place free.',
  failed: 'Those that were tried failed.',
  'timed-out': 'It was not done within the time for it.',
  cut: 'The answer broke off after its first byte.',
  'client-gone': 'The client went away before the end.',
}

/** Why an attempt did not serve the request through no fault of whoever was tried. */
export const NEUTRAL_CAUSES = [
  'busy',
  'bad-input',
  'denied',
  'payment-refused',
  'cannot-pay',
  'too-dear',
  'takes-no-work',
  'blocked',
  'out-of-time',
  'outrun',
  'client-gone',
] as const
export type NeutralCause = (typeof NEUTRAL_CAUSES)[number]

/** `ok`, or why it did not serve the request. */
export type AttemptOutcome = 'ok' | FailedOutcome
export type FailedOutcome = FaultCause | NeutralCause

/** One orchestrator that was tried. Durations are ms from the beginning of the attempt. */
export interface RouteAttempt {
  readonly offeringId: string
  readonly nodeUri: string
  readonly orchestrator: string | null
  readonly model: string | null
  /** When it began (ms since 1970). */
  readonly startedAt: number
  /** To have what the job has to bring: quote and payment. Null: it did not come so far, as below. */
  readonly quoteMs: number | null
  /** To the first byte of the answer. */
  readonly firstByteMs: number | null
  readonly totalMs: number
  readonly outcome: AttemptOutcome
  /** What the orchestrator answered with; null: it did not. */
  readonly status: number | null
  /** In its words or the network's, cleaned and cut; null: there is nothing to say. */
  readonly detail: string | null
  /** Expected value of what was sent along; null: nothing was paid. */
  readonly paidWei: bigint | null
}

/** What is kept of a request: never its body, nor its answer's. */
export interface RoutedRequest {
  /** Sorts by time, and tells nobody how many there are. */
  readonly id: string
  readonly startedAt: number
  readonly endedAt: number
  /** The address that was called, by its pattern: `/text-to-image`, `/v1/chat/completions`. */
  readonly route: string
  /** Of the API key; null: none was needed. */
  readonly keyId: string | null
  readonly kind: OfferingKind
  readonly pipeline: string
  /** As asked for; null: whichever there is. */
  readonly model: string | null
  readonly outcome: RouteOutcome
  /** The status that the client was answered with; 499 where it had gone before there was any. */
  readonly status: number
  /** Of the problem, where there is one; null: there is none. */
  readonly problem: string | null
  readonly attempts: readonly RouteAttempt[]
  /** What `/api/v1/select` answers to the same question; null: it did not come so far. */
  readonly decision: object | null
  readonly bytesIn: number
  readonly bytesOut: number
  /** Billed units; null: not known. */
  readonly units: bigint | null
  /** What the orchestrator asks for those, in wei, rounded up; null: not known. */
  readonly costWei: bigint | null
  /** Paid in all, over all attempts (expected value, wei). */
  readonly paidWei: bigint
  /** Dollars for one ETH at that time, as a decimal; null: no rate was known. */
  readonly usdPerEth: string | null
  /** What the pricing file charges the client, in dollars, as a decimal; null: nothing is charged for it. */
  readonly chargeUsd: string | null
  /** Ours alone: reading, choosing, writing; null: it did not come so far as to send it to anybody. */
  readonly overheadMs: number | null
  /** To the first byte to the client; null: there was none. */
  readonly firstByteMs: number | null
  readonly totalMs: number
}

/** What is known of a request from its beginning on. */
export type RequestStart = Pick<
  RoutedRequest,
  'id' | 'startedAt' | 'route' | 'keyId' | 'kind' | 'pipeline' | 'model'
>

/** A request as lists show it. */
export interface RequestSummary extends Omit<RoutedRequest, 'attempts' | 'decision'> {
  readonly attemptCount: number
  /** Of the last attempt, as the next two; null: nobody was tried. */
  readonly offeringId: string | null
  readonly nodeUri: string | null
  readonly orchestrator: string | null
}

export function summaryOf({ attempts, decision: _, ...request }: RoutedRequest): RequestSummary {
  const last = attempts.at(-1)
  return {
    ...request,
    attemptCount: attempts.length,
    offeringId: last?.offeringId ?? null,
    nodeUri: last?.nodeUri ?? null,
    orchestrator: last?.orchestrator ?? null,
  }
}
