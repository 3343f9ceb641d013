import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { NodesDto } from '../contract/node-list'
import { ofMoment } from './of-moment'
import { withAsOf } from './with-as-of'

export const nodesQuery = (asOf: string | null = null) =>
  queryOptions({
    queryKey: ['nodes', asOf],
    queryFn: ({ signal }) =>
      askApi<NodesDto>(`/api/v1/nodes${withAsOf(new URLSearchParams(), asOf)}`, { signal }),
    ...ofMoment(asOf),
  })
