import { LIVE_END_SENTENCES } from '@/lib/domain/live-end'
import type { LiveSession } from '@/lib/routing/live/live-session'
import type { LiveStatusDto } from '../contract/live'

/** A stream, as its client may see it. */
export function liveStatus({ start, report }: LiveSession): LiveStatusDto {
  const { offering } = start.candidate
  const { end, lastEvent, payments } = report
  return {
    stream_id: start.name,
    request_id: start.requestId,
    state: end === null ? 'live' : 'ended',
    pipeline: offering.pipeline,
    model: offering.model,
    orchestrator: offering.orchestrator,
    node: offering.nodeUri,
    offering_id: offering.id,
    started_at: iso(report.startedAt),
    ended: end && {
      at: iso(end.at),
      kind: end.kind,
      meaning: LIVE_END_SENTENCES[end.kind],
      detail: end.detail,
    },
    segments_in: report.segments,
    bytes_in: report.bytesIn,
    bytes_out: report.bytesOut,
    last_event: lastEvent && { at: iso(lastEvent.at), event: lastEvent.event },
    payments: payments && {
      taken: payments.payments,
      skipped: payments.skipped,
      paid_wei: String(payments.paidWei),
      last_at: payments.paidAt === null ? null : iso(payments.paidAt),
      problem: payments.problem,
    },
  }
}

const iso = (ms: number): string => new Date(ms).toISOString()
