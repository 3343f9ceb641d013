import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { StatusDto } from '../contract/status'

/** The status is small and says when there is something new; then the rest is asked for at once (TopBarFacts). */
const STATUS_POLL_MS = 2_000

export const statusQuery = () =>
  queryOptions({
    queryKey: ['status'],
    queryFn: ({ signal }) => askApi<StatusDto>('/api/v1/status', { signal }),
    refetchInterval: STATUS_POLL_MS,
    staleTime: STATUS_POLL_MS,
  })
