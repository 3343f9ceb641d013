import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { PriceLatencyDto } from '../contract/price-latency'
import { ofMoment } from './of-moment'
import { withAsOf } from './with-as-of'

/** What price and latency can be had together in a pipeline; null: in the main one. */
export const priceLatencyQuery = (
  { pipeline, unit }: { readonly pipeline: string | null; readonly unit: string | null },
  asOf: string | null = null,
) => {
  const params = new URLSearchParams()
  if (pipeline !== null) params.set('pipeline', pipeline)
  if (unit !== null) params.set('unit', unit)
  const path = `/api/v1/price-latency${withAsOf(params, asOf)}`
  return queryOptions({
    queryKey: ['price-latency', path],
    queryFn: ({ signal }) => askApi<PriceLatencyDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}
