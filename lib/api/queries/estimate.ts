import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { EstimateDto } from '../contract/estimate'
import { ofMoment } from './of-moment'
import { withAsOf } from './with-as-of'

/** What some work would cost. `params` are parameters of `/api/v1/estimate`. */
export const estimateQuery = (params: URLSearchParams, asOf: string | null = null) => {
  const path = estimatePath(params, asOf)
  return queryOptions({
    queryKey: ['estimate', path],
    queryFn: ({ signal }) => askApi<EstimateDto>(path, { signal }),
    retry: false,
    ...ofMoment(asOf),
  })
}

export const estimatePath = (params: URLSearchParams, asOf: string | null): string =>
  `/api/v1/estimate${withAsOf(new URLSearchParams(params), asOf)}`
