import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { OrchestratorsDto } from '../contract/roll-up-list'
import type { OrchestratorDetailDto } from '../contract/single'
import { ofMoment } from './of-moment'
import { allRows, foundRows } from './rows'
import { withAsOf } from './with-as-of'

/** Every orchestrator that fits. `filters` are parameters of `/api/v1/orchestrators`. */
export const orchestratorsQuery = (filters: URLSearchParams, asOf: string | null = null) => {
  const path = allRows('/api/v1/orchestrators', filters, asOf)
  return queryOptions({
    queryKey: ['orchestrators', path],
    queryFn: ({ signal }) => askApi<OrchestratorsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** The first orchestrators whose texts hold what was typed. */
export const foundOrchestratorsQuery = (text: string, asOf: string | null = null) => {
  const path = foundRows('/api/v1/orchestrators', text, asOf)
  return queryOptions({
    queryKey: ['orchestrators', path],
    queryFn: ({ signal }) => askApi<OrchestratorsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const orchestratorQuery = (address: string, asOf: string | null = null) => {
  const path = `${orchestratorPath(address)}${withAsOf(new URLSearchParams(), asOf)}`
  return queryOptions({
    queryKey: ['orchestrator', path],
    queryFn: ({ signal }) => askApi<OrchestratorDetailDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const orchestratorPath = (address: string): string =>
  `/api/v1/orchestrators/${encodeURIComponent(address)}`

/** Those with most offerings, to choose from. */
export const largestOrchestratorsQuery = {
  limit: 100,
  of: (asOf: string | null = null) => {
    const path = orchestratorsPath(largestOrchestratorsQuery.limit, asOf)
    return queryOptions({
      queryKey: ['orchestrators', path],
      queryFn: ({ signal }) => askApi<OrchestratorsDto>(path, { signal }),
      ...ofMoment(asOf),
    })
  },
}

export const orchestratorsPath = (limit: number, asOf: string | null): string =>
  `/api/v1/orchestrators${withAsOf(new URLSearchParams({ limit: String(limit) }), asOf)}`
