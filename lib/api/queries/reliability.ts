import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { ReliabilityDto } from '../contract/reliability'
import { COUNTED_POLL_MS } from './of-moment'
import { orchestratorPath } from './orchestrators'

/** How reliable an orchestrator is. It is counted some minutes back, so nobody has to ask often. */
export const reliabilityQuery = (address: string) =>
  queryOptions({
    queryKey: ['reliability', address],
    queryFn: ({ signal }) => askApi<ReliabilityDto>(`${orchestratorPath(address)}/reliability`, { signal }),
    refetchInterval: COUNTED_POLL_MS,
    staleTime: COUNTED_POLL_MS,
  })
