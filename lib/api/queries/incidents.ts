import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { IncidentsDto } from '../contract/incident'
import { ofMoment, POLL_MS } from './of-moment'

/** The latest incidents of an orchestrator's nodes, open or closed. */
export const ownIncidentsQuery = (address: string) => {
  const path = ownIncidents(address)
  return queryOptions({
    queryKey: ['incidents', path],
    queryFn: ({ signal }) => askApi<IncidentsDto>(path, { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })
}

export const ownIncidents = (address: string): string =>
  `/api/v1/incidents?${new URLSearchParams({ orchestrator: address, limit: '20' })}`

/** Nodes that cannot be relied on now, latest first. */
export const openIncidentsQuery = () =>
  queryOptions({
    queryKey: ['incidents'],
    queryFn: ({ signal }) => askApi<IncidentsDto>(OPEN_INCIDENTS, { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })

export const OPEN_INCIDENTS = '/api/v1/incidents?state=open&limit=100'

/** The latest incidents that are over; of a moment of the past the latest that had begun by then. */
export const pastIncidentsQuery = (asOf: string | null = null) => {
  const path = pastIncidents(asOf)
  return queryOptions({
    queryKey: ['incidents', path],
    queryFn: ({ signal }) => askApi<IncidentsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const pastIncidents = (asOf: string | null): string =>
  `/api/v1/incidents?${new URLSearchParams({ limit: '5', ...(asOf === null ? { state: 'closed' } : { to: asOf }) })}`
