import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { SweepHoursDto } from '../contract/sweep'
import { POLL_MS } from './of-moment'

/** By the hour; it grows by a sweep at a time. */
export const sweepHoursQuery = () =>
  queryOptions({
    queryKey: ['sweep-hours'],
    queryFn: ({ signal }) => askApi<SweepHoursDto>('/api/v1/sweeps/hourly', { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })
