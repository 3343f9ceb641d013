import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { OfferingHistoriesDto } from '../contract/offering-histories'
import { COUNTED_POLL_MS, ofMoment } from './of-moment'
import { withAsOf } from './with-as-of'

/** One number of each of these offerings over a day, for small pictures; it changes by the bucket, not by the sweep. */
export const offeringHistoriesQuery = (
  metric: OfferingHistoriesDto['metric'],
  ids: readonly string[],
  asOf: string | null = null,
) => {
  const params = new URLSearchParams({ metric, window: '24h', step: '30m', id: ids.join() })
  const path = `/api/v1/offerings/history${withAsOf(params, asOf)}`
  return queryOptions({
    queryKey: ['offering-histories', path],
    queryFn: ({ signal }) => askApi<OfferingHistoriesDto>(path, { signal }),
    ...(asOf === null
      ? { refetchInterval: COUNTED_POLL_MS, staleTime: COUNTED_POLL_MS, meta: { isPast: false } }
      : ofMoment(asOf)),
  })
}
