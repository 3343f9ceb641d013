import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { PositionDto } from '../contract/position'
import { POLL_MS } from './of-moment'
import { orchestratorPath } from './orchestrators'

/** Where the first of an orchestrator's offerings stand among others. */
export const positionQuery = (address: string) =>
  queryOptions({
    queryKey: ['position', address],
    queryFn: ({ signal }) =>
      askApi<PositionDto>(`${orchestratorPath(address)}/position?limit=${POSITION_ROWS}`, {
        signal,
      }),
    staleTime: POLL_MS,
  })

const POSITION_ROWS = 5
