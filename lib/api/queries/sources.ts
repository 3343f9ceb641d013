import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { SourcesDto } from '../contract/source'
import type { SourceDetailDto } from '../contract/source-detail'
import { POLL_MS } from './of-moment'

export const sourcesQuery = () =>
  queryOptions({
    queryKey: ['sources'],
    queryFn: ({ signal }) => askApi<SourcesDto>('/api/v1/sources', { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })

export const sourceQuery = (name: string) =>
  queryOptions({
    queryKey: ['sources', name],
    queryFn: ({ signal }) =>
      askApi<SourceDetailDto>(`/api/v1/sources/${encodeURIComponent(name)}`, { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })
