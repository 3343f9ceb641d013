import { boundedName } from '@/lib/domain/bounded-name'
import type { RequestStart, RequestSummary, RouteAttempt } from '@/lib/domain/routed-request'
import type { AttemptDto, EndedRequestDto, RequestDetailDto, RunningRequestDto } from '../contract/request'
import { isoMoment, rounded } from '../to-dto'

const startToDto = (start: RequestStart): Omit<RunningRequestDto, 'state'> => ({
  id: start.id,
  started_at: isoMoment(start.startedAt),
  route: start.route,
  key_id: start.keyId,
  kind: start.kind,
  pipeline: boundedName(start.pipeline),
  model: start.model === null ? null : boundedName(start.model),
})

export const runningToDto = (start: RequestStart): RunningRequestDto => ({
  state: 'running',
  ...startToDto(start),
})

export const endedToDto = (request: RequestSummary): EndedRequestDto => ({
  state: 'ended',
  ...startToDto(request),
  ended_at: isoMoment(request.endedAt),
  outcome: request.outcome,
  status: request.status,
  problem: request.problem,
  attempt_count: request.attemptCount,
  offering_id: request.offeringId,
  node_uri: request.nodeUri,
  orchestrator: request.orchestrator,
  bytes_in: request.bytesIn,
  bytes_out: request.bytesOut,
  units: request.units?.toString() ?? null,
  cost_wei: request.costWei?.toString() ?? null,
  paid_wei: request.paidWei.toString(),
  usd_per_eth: request.usdPerEth,
  charge_usd: request.chargeUsd,
  overhead_ms: told(request.overheadMs),
  first_byte_ms: told(request.firstByteMs),
  total_ms: rounded(request.totalMs),
})

export const detailToDto = ({
  summary,
  attempts,
  decision,
}: {
  readonly summary: RequestSummary
  readonly attempts: readonly RouteAttempt[]
  readonly decision: string | null
}): RequestDetailDto => ({
  ...endedToDto(summary),
  attempts: attempts.map(attemptToDto),
  decision: decision === null ? null : ownDecision(JSON.parse(decision)),
})

const attemptToDto = (attempt: RouteAttempt): AttemptDto => ({
  offering_id: attempt.offeringId,
  node_uri: attempt.nodeUri,
  orchestrator: attempt.orchestrator,
  model: attempt.model,
  started_at: isoMoment(attempt.startedAt),
  quote_ms: told(attempt.quoteMs),
  first_byte_ms: told(attempt.firstByteMs),
  total_ms: rounded(attempt.totalMs),
  outcome: attempt.outcome,
  status: attempt.status,
  detail: attempt.detail,
  paid_wei: attempt.paidWei?.toString() ?? null,
})

/** A clock's digits beyond that say nothing. */
const told = (ms: number | null): number | null => (ms === null ? null : rounded(ms))

// Written by the journal alone, from an object.
const ownDecision = (value: unknown): Record<string, unknown> => value as Record<string, unknown>
