import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { ModelsDto } from '../contract/roll-up-list'
import type { ModelDetailDto } from '../contract/single'
import { ofMoment } from './of-moment'
import { allRows, foundRows } from './rows'
import { withAsOf } from './with-as-of'

/** Every model that fits. `filters` are parameters of `/api/v1/models`. */
export const modelsQuery = (filters: URLSearchParams, asOf: string | null = null) => {
  const path = allRows('/api/v1/models', filters, asOf)
  return queryOptions({
    queryKey: ['models', path],
    queryFn: ({ signal }) => askApi<ModelsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** The first models whose texts hold what was typed. */
export const foundModelsQuery = (text: string, asOf: string | null = null) => {
  const path = foundRows('/api/v1/models', text, asOf)
  return queryOptions({
    queryKey: ['models', path],
    queryFn: ({ signal }) => askApi<ModelsDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const modelQuery = (id: string, asOf: string | null = null) => {
  const path = `${modelPath(id)}${withAsOf(new URLSearchParams(), asOf)}`
  return queryOptions({
    queryKey: ['model', path],
    queryFn: ({ signal }) => askApi<ModelDetailDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

/** Slashes of an id are written as %2F, so that no model is taken for what stands behind another. */
export const modelPath = (id: string): string => `/api/v1/models/${encodeURIComponent(id)}`
