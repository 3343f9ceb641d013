import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { ChangeDto, ChangesDto } from '../contract/change'
import { ofMoment, POLL_MS } from './of-moment'
import { withAsOfAs } from './with-as-of'

/** What changed, latest first, page by page, from `cursor` on. `filters` are parameters of `/api/v1/changes`. */
export const changesQuery = (filters: URLSearchParams, cursor: string | null = null) => {
  const key = filters.toString()
  return infiniteQueryOptions({
    queryKey: ['changes', key, cursor],
    queryFn: ({ pageParam, signal }) => {
      const params = new URLSearchParams(key)
      params.set('limit', String(CHANGES_PAGE))
      if (pageParam !== null) params.set('cursor', pageParam)
      return askApi<ChangesDto>(`/api/v1/changes?${params}`, { signal })
    },
    initialPageParam: cursor,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // Whoever reads on would have all pages asked for again, and what is older stays as it is.
    refetchInterval: ({ state }) =>
      cursor !== null || (state.data && state.data.pages.length > 1) ? false : POLL_MS,
    staleTime: POLL_MS,
  })
}

export const CHANGES_PAGE = 100

/** The latest changes that somebody who buys would want to know. */
export const noteworthyChangesQuery = (asOf: string | null = null) => {
  const path = noteworthyChanges(asOf)
  return queryOptions({
    queryKey: ['changes', path],
    queryFn: ({ signal }) => askApi<ChangesDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const noteworthyChanges = (asOf: string | null): string =>
  `/api/v1/changes?${new URLSearchParams({ kind: NOTEWORTHY.join(','), limit: '50', ...(asOf !== null && { to: asOf }) })}`

/** Neither how a node is judged nor what it says of itself: the causes of that stand here. */
const NOTEWORTHY = [
  'node-joined',
  'node-left',
  'node-silent',
  'node-back',
  'offering-added',
  'offering-gone',
  'price-changed',
  'warmed',
  'cooled',
  'gpu-added',
  'gpu-gone',
  'suspended',
  'resumed',
] satisfies readonly ChangeDto['kind'][]

/** The latest changes at an orchestrator's nodes, up to a moment of the past where one is looked at. */
export const ownChangesQuery = (address: string, asOf: string | null = null) => {
  const params = new URLSearchParams({
    orchestrator: address,
    limit: '20',
    ...(asOf !== null && { to: asOf }),
  })
  return queryOptions({
    queryKey: ['changes', `own ${params}`],
    queryFn: ({ signal }) => askApi<ChangesDto>(`/api/v1/changes?${params}`, { signal }),
    ...ofMoment(asOf),
  })
}

/** The latest cards that came or went, of one name or all, up to a moment of the past where one is looked at. */
export const cardChangesQuery = (name: string | null, asOf: string | null = null) => {
  const path = cardChanges(name, asOf)
  return queryOptions({
    queryKey: ['changes', path],
    queryFn: ({ signal }) => askApi<ChangesDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const cardChanges = (name: string | null, asOf: string | null): string => {
  const params = new URLSearchParams({ kind: 'gpu-added,gpu-gone', limit: '10' })
  // A comma would separate two values.
  if (name !== null) params.set('gpu', name.replaceAll(',', '%2C'))
  return `/api/v1/changes${withAsOfAs('to', params, asOf)}`
}
