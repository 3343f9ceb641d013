import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { SummaryDto } from '../contract/summary'
import { ofMoment } from './of-moment'
import { withAsOf } from './with-as-of'

export const summaryQuery = (asOf: string | null = null) =>
  queryOptions({
    queryKey: ['summary', asOf],
    queryFn: ({ signal }) => askApi<SummaryDto>(summaryPath(asOf), { signal }),
    ...ofMoment(asOf),
  })

export const summaryPath = (asOf: string | null): string =>
  `/api/v1/network/summary${withAsOf(new URLSearchParams(), asOf)}`
