import type { RequestFilter } from '@/lib/domain/request-filter'
import type { RequestSummary, RouteAttempt, RoutedRequest, RouteOutcome } from '@/lib/domain/routed-request'
import type { LatencyHistogram } from '@/lib/history/latency-histogram'

/** The requests that this gateway carried. */
export interface KeptRequests {
  /** Writes several and counts them in one transaction; one that is there already is left as it is. Returns how many are new. */
  writeRequests(requests: readonly WrittenRequest[]): Promise<number>
  /** Latest end first. In short steps, whatever the filter. */
  readRequests(query: RequestPageQuery): Promise<RequestPage>
  readRequest(id: string): Promise<StoredRequest | null>
  /** Behind which a page of this key's requests may go on; null: this key has no such request. */
  readRequestPlace(of: { readonly id: string; readonly keyId: string }): Promise<number | null>
  /** What those came to that ended in the buckets of a span, of which `since` begins one. In short steps. */
  readRequestCounts(query: RequestCountQuery): Promise<readonly RequestCounts[]>
  /** Attempts at these nodes that ended in a span, as far as its ends are kept so finely. */
  readJobCounts(
    nodeUris: readonly string[],
    span: { readonly from: number; readonly to: number },
  ): Promise<JobCounts>
  /** Of so many requests the jobs that went well and whose units are known, the latest first. In short steps. */
  readTimedJobs(query: { readonly since: number; readonly limit: number }): Promise<readonly TimedJob[]>
  /** Forgets what is too old, or too much, in short steps. Returns how many requests went. */
  forgetRequests(limits: RequestLimits): Promise<number>
}

export interface WrittenRequest {
  readonly request: Omit<RoutedRequest, 'decision'>
  /** JSON that the store does not look into; null: there is none. */
  readonly decision: string | null
}

export interface RequestPageQuery {
  readonly filter: RequestFilter
  /** Only those that had not ended before, and that had ended by then. */
  readonly since: number | null
  readonly until: number | null
  /** Goes on behind the request of this place; null: begins with the latest. */
  readonly before: number | null
  readonly limit: number
}

export interface RequestPage {
  readonly requests: readonly RequestSummary[]
  /** Where the next page begins; null: this is the last one. */
  readonly next: number | null
}

export interface StoredRequest {
  readonly summary: RequestSummary
  readonly attempts: readonly RouteAttempt[]
  /** JSON; null: there was none, or it is not kept any more. */
  readonly decision: string | null
}

/** What requests are counted by; `all` counts them together. */
export const REQUEST_DIMENSIONS = ['all', 'pipeline', 'model', 'orchestrator', 'key', 'outcome'] as const
export type RequestDimension = (typeof REQUEST_DIMENSIONS)[number]

export interface RequestCountQuery {
  readonly level: '5m' | '1h'
  readonly dimension: RequestDimension
  readonly since: number
  readonly until: number
  /** As many values are told apart, those of most requests; the rest is counted together. */
  readonly maxValues: number
}

/** How many requests came to what. */
export interface RequestCounts {
  readonly of: CountedValue
  readonly requests: number
  readonly attempts: number
  readonly outcomes: Readonly<Partial<Record<RouteOutcome, number>>>
  readonly paidWei: bigint
  /** Of those that were served; by outcome, of each. */
  readonly totalMs: LatencyHistogram
  readonly firstByteMs: LatencyHistogram
}

/** `none`: without a value, such as a request for any model. `rest`: of more values than are told apart. */
export type CountedValue =
  | { readonly kind: 'value'; readonly value: string }
  | { readonly kind: 'none' | 'rest' }

/** Attempts that say something of their node. */
export interface JobCounts {
  readonly succeeded: number
  readonly faults: number
}

export interface TimedJob {
  readonly offeringId: string
  readonly tookMs: number
  readonly units: bigint
  readonly at: number
}

export interface RequestLimits {
  /** Requests that ended before, and their decisions. */
  readonly before: number
  readonly decisionsBefore: number
  /** Of either so many stay at most, the latest. */
  readonly keep: number
  readonly keepDecisions: number
  readonly now: number
}
