import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { ComparisonDto } from '../contract/comparison'
import { ofMoment } from './of-moment'
import { withAsOf } from './with-as-of'

/** Some orchestrators beside each other, by their addresses. */
export const comparisonQuery = (addresses: readonly string[], asOf: string | null = null) => {
  const path = comparisonPath(addresses, asOf)
  return queryOptions({
    queryKey: ['comparison', path],
    queryFn: ({ signal }) => askApi<ComparisonDto>(path, { signal }),
    ...ofMoment(asOf),
  })
}

export const comparisonPath = (addresses: readonly string[], asOf: string | null = null): string =>
  `/api/v1/compare${withAsOf(new URLSearchParams({ orchestrators: addresses.join(',') }), asOf)}`
