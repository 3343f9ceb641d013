import { ROUTE_OUTCOMES } from '@/lib/domain/routed-request'
import { LEVEL_MS } from '@/lib/history/history-window'
import type { LatencyHistogram } from '@/lib/history/latency-histogram'
import type { RequestCounts, RequestDimension } from '@/lib/store/kept-requests'
import type { Store } from '@/lib/store/store'
import type {
  PercentilesDto,
  RequestFiguresDto,
  RequestSummaryDto,
  SUMMARY_DIMENSIONS,
  SummaryWindow,
} from '../contract/request'
import { isoMoment } from '../to-dto'

const HOUR_MS = 3_600_000
const WINDOWS: Readonly<Record<SummaryWindow, { readonly ms: number; readonly level: '5m' | '1h' }>> = {
  '1h': { ms: HOUR_MS, level: '5m' },
  '24h': { ms: 24 * HOUR_MS, level: '1h' },
  '7d': { ms: 7 * 24 * HOUR_MS, level: '1h' },
}
/** Told apart in one answer. */
const MAX_GROUPS = 100

/** What requests came to in a window that ends now, of the counts by five minutes or hours. */
export async function summariseRequests(
  window: SummaryWindow,
  {
    store,
    by,
    now,
  }: {
    readonly store: Pick<Store, 'readRequestCounts'>
    /** Null: together alone. */
    readonly by: (typeof SUMMARY_DIMENSIONS)[number] | null
    readonly now: number
  },
): Promise<RequestSummaryDto['windows'][number]> {
  const { ms, level } = WINDOWS[window]
  const since = Math.floor((now - ms) / LEVEL_MS[level]) * LEVEL_MS[level]
  const counts = (dimension: RequestDimension) =>
    store.readRequestCounts({ level, dimension, since, until: now + 1, maxValues: MAX_GROUPS })
  const [all = null] = await counts('all')
  const groups = by === null ? null : await counts(by)
  return {
    window,
    from: isoMoment(since),
    to: isoMoment(now),
    ...figuresOf(all),
    groups:
      groups?.map((group) => ({
        of: group.of.kind,
        value: group.of.kind === 'value' ? group.of.value : null,
        ...figuresOf(group),
      })) ?? null,
  }
}

function figuresOf(counts: RequestCounts | null): RequestFiguresDto {
  if (counts === null || counts.requests === 0)
    return {
      requests: 0,
      served_share: null,
      outcomes: [],
      attempts_per_request: null,
      paid_wei: '0',
      total_ms: null,
      first_byte_ms: null,
    }
  const { requests, attempts, outcomes, paidWei, totalMs, firstByteMs } = counts
  return {
    requests,
    served_share: rounded((outcomes.served ?? 0) / requests, 10_000),
    outcomes: ROUTE_OUTCOMES.flatMap((outcome) => {
      const count = outcomes[outcome] ?? 0
      return count > 0 ? [{ outcome, count }] : []
    }),
    attempts_per_request: rounded(attempts / requests, 1_000),
    paid_wei: paidWei.toString(),
    total_ms: percentilesOf(totalMs),
    first_byte_ms: percentilesOf(firstByteMs),
  }
}

function percentilesOf(histogram: LatencyHistogram): PercentilesDto | null {
  const [p50, p95, p99] = [50, 95, 99].map((percent) => histogram.percentile(percent))
  if (p50 == null || p95 == null || p99 == null) return null
  return { p50: rounded(p50, 10), p95: rounded(p95, 10), p99: rounded(p99, 10) }
}

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts
