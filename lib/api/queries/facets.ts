import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { FacetValuesDto } from '../contract/facet-values'
import { POLL_MS } from './of-moment'

/** What filters can be set to among the offerings of one pipeline, its models above all. */
export const facetsQuery = (pipeline: string) =>
  queryOptions({
    queryKey: ['facets', pipeline],
    queryFn: ({ signal }) => askApi<FacetValuesDto>(facetsPath(pipeline), { signal }),
    staleTime: POLL_MS,
  })

export const facetsPath = (pipeline: string): string =>
  `/api/v1/facets?${new URLSearchParams({ kind: 'ai', pipeline })}`
