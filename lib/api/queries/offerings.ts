import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { OfferingPageDto } from '../contract/offering-page'
import { ofMoment } from './of-moment'
import { withAsOf } from './with-as-of'

/** Offerings, page by page. `asked` are parameters of `/api/v1/offerings`: filters, and the order. */
export const offeringsQuery = (asked: URLSearchParams, asOf: string | null = null) => {
  const { refetchInterval = false, ...ofThen } = { ...ofMoment(asOf) }
  return infiniteQueryOptions({
    queryKey: ['offerings', asked.toString(), asOf],
    queryFn: ({ pageParam, signal }) =>
      askApi<OfferingPageDto>(offeringsPath(asked, asOf, pageParam), { signal }),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next_cursor }) => next_cursor,
    // Without a new snapshot, only what is cheap to ask again.
    refetchInterval: ({ state }) => (state.data && state.data.pages.length > 1 ? false : refetchInterval),
    ...ofThen,
  })
}

/** One page of offerings: a short first one, which is in the page itself, and longer ones after a cursor. */
export function offeringsPath(asked: URLSearchParams, asOf: string | null, cursor: string | null): string {
  const params = new URLSearchParams(asked)
  params.set('limit', String(cursor === null ? FIRST_OFFERINGS : MORE_OFFERINGS))
  if (cursor !== null) params.set('cursor', cursor)
  return `/api/v1/offerings${withAsOf(params, asOf)}`
}

/** As many as the document carries. */
export const FIRST_OFFERINGS = 30
const MORE_OFFERINGS = 100

/** One offering with where its parts come from; null: it is not there. */
export const offeringQuery = (id: string, asOf: string | null = null) =>
  queryOptions({
    queryKey: ['offering', id, asOf],
    queryFn: ({ signal }) => askApi<OfferingPageDto>(offeringPath(id, asOf), { signal }),
    ...ofMoment(asOf),
  })

export const offeringPath = (id: string, asOf: string | null): string =>
  `/api/v1/offerings${withAsOf(new URLSearchParams({ id, include: 'provenance' }), asOf)}`
