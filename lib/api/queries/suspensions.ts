import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { SuspensionMethodDto, SuspensionsDto } from '../contract/suspension'

/** Who is not trusted with jobs now; it changes from one job to the next. */
export const suspensionsQuery = () =>
  queryOptions({
    queryKey: ['suspensions'],
    queryFn: ({ signal }) => askApi<SuspensionsDto>(SUSPENSIONS, { signal }),
    refetchInterval: SUSPENSIONS_POLL_MS,
    staleTime: SUSPENSIONS_POLL_MS,
  })

export const SUSPENSIONS = '/api/v1/suspensions?limit=200'

const SUSPENSIONS_POLL_MS = 5_000

/** It stays the same until the server is another one. */
export const suspensionMethodQuery = () =>
  queryOptions({
    queryKey: ['suspension-method'],
    queryFn: ({ signal }) => askApi<SuspensionMethodDto>(SUSPENSION_METHOD, { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  })

export const SUSPENSION_METHOD = '/api/v1/suspensions/method'
