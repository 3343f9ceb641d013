import { AS_OF } from '../search-params'

export const withAsOf = (params: URLSearchParams, asOf: string | null): string =>
  withAsOfAs(AS_OF, params, asOf)

/** The moment as the parameter of that name. */
export const withAsOfAs = (name: string, params: URLSearchParams, asOf: string | null): string => {
  if (asOf !== null) params.set(name, asOf)
  return params.size === 0 ? '' : `?${params}`
}
