import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { GpusDto } from '../contract/roll-up-list'
import type { GpuDetailDto } from '../contract/single'
import { ofMoment } from './of-moment'
import { allRows } from './rows'
import { withAsOf } from './with-as-of'

/** Every card that fits, and beside them what there is in all. `filters` are parameters of `/api/v1/gpus`. */
export const gpusQuery = (filters: URLSearchParams, asOf: string | null = null) => {
  const path = allRows('/api/v1/gpus', filters, asOf)
  return queryOptions({
    queryKey: ['gpus', path],
    queryFn: ({ signal }) => askApi<GpusDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const gpuQuery = (name: string, asOf: string | null = null) => {
  const path = `${gpuPath(name)}${withAsOf(new URLSearchParams(), asOf)}`
  return queryOptions({
    queryKey: ['gpu', path],
    queryFn: ({ signal }) => askApi<GpuDetailDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** Slashes of a name are written as %2F, so that no card is taken for what stands behind another. */
export const gpuPath = (name: string): string => `/api/v1/gpus/${encodeURIComponent(name)}`
