import { queryOptions } from '@tanstack/react-query'
import { fetchApi } from '../ask-api'
import { POLL_MS } from './of-moment'

/** What a gateway would be told of an orchestrator, letter by letter, and as of when. */
export const protocolAnswerQuery = (address: string) => {
  const path = protocolAnswerPath(address)
  return queryOptions({
    queryKey: ['protocol-answer', path],
    queryFn: async ({ signal }) => {
      const response = await fetchApi(path, { signal })
      return { text: await response.text(), asOf: response.headers.get('x-livepeer-offerings-as-of') }
    },
    staleTime: POLL_MS,
  })
}

export const protocolAnswerPath = (address: string): string =>
  `/getNetworkCapabilities?${new URLSearchParams({ orchestrator: address })}`
