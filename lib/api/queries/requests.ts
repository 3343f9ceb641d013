import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { RequestSummaryDto, RequestsDto, SingleRequestDto } from '../contract/request'
import { type Access, OPERATOR } from './access'

/** What became of jobs, latest end first, page by page. `filters` are parameters of `/api/v1/requests`. */
export const requestsQuery = ({ secret, version }: Access, filters: URLSearchParams) => {
  const key = filters.toString()
  return infiniteQueryOptions({
    queryKey: [OPERATOR, version, 'requests', key],
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams(key)
      params.set('limit', String(REQUESTS_PAGE))
      if (pageParam !== null) params.set('cursor', pageParam)
      return askApi<RequestsDto>(`/api/v1/requests?${params}`, { signal, secret })
    },
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // The stream brings what comes after.
    staleTime: Number.POSITIVE_INFINITY,
  })
}
const REQUESTS_PAGE = 50

/** One request with its attempts; asked again for as long as it is under way. */
export const requestQuery = ({ secret, version }: Access, id: string) =>
  queryOptions({
    queryKey: [OPERATOR, version, 'requests', 'one', id],
    queryFn: ({ signal }) =>
      askApi<SingleRequestDto>(`/api/v1/requests/${encodeURIComponent(id)}`, { signal, secret }),
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? RUNNING_POLL_MS : false),
    staleTime: RUNNING_POLL_MS,
  })
const RUNNING_POLL_MS = 1_000

export const requestSummaryQuery = ({ secret, version }: Access) =>
  queryOptions({
    queryKey: [OPERATOR, version, 'request-summary'],
    queryFn: ({ signal }) => askApi<RequestSummaryDto>('/api/v1/requests/summary', { signal, secret }),
    refetchInterval: SUMMARY_POLL_MS,
    staleTime: SUMMARY_POLL_MS,
  })
const SUMMARY_POLL_MS = 5_000
