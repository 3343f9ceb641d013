import type { RequestStart, RequestSummary } from './routed-request'

/** No API key was needed. */
export const NO_KEY = 'none'

/** Which requests somebody wants; null: whatever stands there. */
export interface RequestFilter {
  readonly pipelines: ReadonlySet<string> | null
  /** As asked for. */
  readonly models: ReadonlySet<string> | null
  readonly outcomes: ReadonlySet<string> | null
  /** `502`, or `5xx` for all that begin so. */
  readonly statuses: ReadonlySet<string> | null
  /** `none` for requests that needed no key. */
  readonly keys: ReadonlySet<string> | null
  /** Of whoever was tried last, as the next two. */
  readonly orchestrators: ReadonlySet<string> | null
  readonly nodeUris: ReadonlySet<string> | null
  readonly offerings: ReadonlySet<string> | null
  readonly minAttempts: number | null
}

export function fitsRequest(request: RequestSummary, filter: RequestFilter): boolean {
  const { outcomes, statuses, orchestrators, nodeUris, offerings, minAttempts } = filter
  return (
    fitsStart(request, filter) &&
    admits(outcomes, request.outcome) &&
    (statuses === null ||
      statuses.has(String(request.status)) ||
      statuses.has(statusClass(request.status))) &&
    admits(orchestrators, request.orchestrator) &&
    admits(nodeUris, request.nodeUri) &&
    admits(offerings, request.offeringId) &&
    (minAttempts === null || request.attemptCount >= minAttempts)
  )
}

/** Of one that is under way nobody knows how it ends: it fits no filter that asks for that. */
export function fitsRunning(request: RequestStart, filter: RequestFilter): boolean {
  const { outcomes, statuses, orchestrators, nodeUris, offerings, minAttempts } = filter
  return (
    [outcomes, statuses, orchestrators, nodeUris, offerings, minAttempts].every(
      (wanted) => wanted === null,
    ) && fitsStart(request, filter)
  )
}

/** What is known of it from its beginning on. */
const fitsStart = (request: RequestStart, { pipelines, models, keys }: RequestFilter): boolean =>
  admits(pipelines, request.pipeline) &&
  admits(models, request.model) &&
  admits(keys, request.keyId ?? NO_KEY)

/** `5xx` for 502. */
const statusClass = (status: number): string => `${Math.floor(status / 100)}xx`

const admits = (wanted: ReadonlySet<string> | null, value: string | null): boolean =>
  wanted === null || (value !== null && wanted.has(value))
