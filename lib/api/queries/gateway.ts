import { queryOptions } from '@tanstack/react-query'
import { askApi } from '../ask-api'
import type { GatewayMarginsDto, GatewayOfferingsDto } from '../contract/gateway'
import { type Access, OPERATOR } from './access'
import { POLL_MS } from './of-moment'

/** What this gateway sells to its own clients. */
export const gatewayOfferingsQuery = () =>
  queryOptions({
    queryKey: ['gateway-offerings'],
    queryFn: ({ signal }) => askApi<GatewayOfferingsDto>(GATEWAY_OFFERINGS, { signal }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })

export const GATEWAY_OFFERINGS = '/api/v1/gateway/offerings'

/** What this gateway earns by each model. */
export const marginsQuery = ({ secret, version }: Access) =>
  queryOptions({
    queryKey: [OPERATOR, version, 'margins'],
    queryFn: ({ signal }) => askApi<GatewayMarginsDto>('/api/v1/gateway/margins', { signal, secret }),
    refetchInterval: POLL_MS,
    staleTime: POLL_MS,
  })
