import type { HistoryDto } from '@/lib/api/contract/history'

/** Below this many answers a median is marked, and there is no 95th percentile. */
export const FEW_ANSWERS = 20

export interface LatencyPoint {
  /** The start of the bucket. */
  readonly ms: number
  readonly at: string
  /** Answered probes; null: nothing was asked. */
  readonly n: number | null
  readonly p50Ms: number | null
  readonly p95Ms: number | null
}

type LatencyHistory = Extract<HistoryDto, { metric: 'latency' }>

export const latencyPoints = ({ points }: LatencyHistory): readonly LatencyPoint[] =>
  points.map(({ at, n, p50_ms, p95_ms }) => ({
    ms: Date.parse(at),
    at,
    n,
    p50Ms: p50_ms,
    p95Ms: p95_ms,
  }))
