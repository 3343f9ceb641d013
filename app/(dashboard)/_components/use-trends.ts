'use client'

import { useQuery } from '@tanstack/react-query'
import type { HistoryDto } from '@/lib/api/contract/history'
import { historyQuery } from '@/lib/api/queries/history'
import { useAsOf } from '../../_components/use-as-of'

const NETWORK = '/api/v1/network'
const LAST_DAY = { window: '24h', step: '30m' } as const

type Trend = readonly (number | null)[] | null

/** How each key figure went in the last 24 hours; null until it is read. */
export interface Trends {
  readonly orchestrators: Trend
  readonly nodesAnswered: Trend
  readonly models: Trend
  readonly offerings: Trend
  readonly gpus: Trend
  readonly latencyP50Ms: Trend
}

export function useTrends(): Trends {
  const availability = useDay('availability')
  const latency = useDay('latency')
  const gpus = useDay('gpus')
  const supply = useDay('supply')
  return {
    orchestrators: valuesOf(supply, ({ orchestrators }) => orchestrators),
    nodesAnswered: valuesOf(availability, ({ nodes_answered }) => nodes_answered ?? null),
    models: valuesOf(supply, ({ models }) => models),
    offerings: valuesOf(supply, ({ offerings }) => offerings),
    gpus: valuesOf(gpus, ({ mean }) => mean),
    latencyP50Ms: valuesOf(latency, ({ p50_ms }) => p50_ms),
  }
}

type Metric = 'availability' | 'latency' | 'gpus' | 'supply'
type HistoryOf<M extends Metric> = Extract<HistoryDto, { metric: M }>

function useDay<M extends Metric>(metric: M): HistoryOf<M> | null {
  const { data } = useQuery(historyQuery(NETWORK, { metric, ...LAST_DAY }, useAsOf()))
  return data && isOf(data, metric) ? data : null
}

const isOf = <M extends Metric>(history: HistoryDto, metric: M): history is HistoryOf<M> =>
  history.metric === metric

const valuesOf = <P>(
  history: { readonly points: readonly P[] } | null,
  read: (point: P) => number | null,
): Trend => history?.points.map(read) ?? null
