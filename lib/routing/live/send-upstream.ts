import type { Exchange, UpstreamRequest } from '../upstream/exchange'
import type { JobPlace } from '../upstream/job-place'

/** Sends what belongs to a stream that goes on, and is cut with it. */
export type SendUpstream = (place: JobPlace, request: UpstreamRequest) => Exchange
