import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { ApiDocumentDto } from '../contract/api-document'

/** It stays the same until the server is another one. */
export const apiDocumentQuery = () =>
  queryOptions({
    queryKey: ['api-document'],
    queryFn: ({ signal }) => askApi<ApiDocumentDto>('/api/v1/openapi.json', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })
