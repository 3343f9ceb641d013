import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { HistoryDto } from '../contract/history'
import { POLL_MS } from './of-moment'
import { withAsOf } from './with-as-of'

/** Numbers over time of what the API has at `path`; whoever shows a new snapshot asks again. */
export const historyQuery = (path: string, params: Record<string, string>, asOf: string | null = null) => {
  const address = `${path}/history${withAsOf(new URLSearchParams(params), asOf)}`
  return queryOptions({
    queryKey: ['history', address],
    queryFn: ({ signal }) => askApi<HistoryDto>(address, { signal }),
    staleTime: asOf === null ? POLL_MS : Number.POSITIVE_INFINITY,
    meta: { isPast: asOf !== null },
  })
}
