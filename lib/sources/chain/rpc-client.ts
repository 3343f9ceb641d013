import {
  type Chain,
  createPublicClient,
  defineChain,
  type HttpTransport,
  http,
  type PublicClient,
} from 'viem'
import type { ChainNetwork } from './chain-network'

/** A network, and the JSON-RPC server that we read it from. */
export interface RpcEndpoint {
  readonly network: ChainNetwork
  /** http or https. It may hold a key, so it is in no message. */
  readonly url: string
  readonly fetch: typeof globalThis.fetch
  /** What one request has to be answered, body included: 10,000 by default. */
  readonly timeoutMs?: number
}

export type RpcClient = PublicClient<HttpTransport, Chain>

export const REQUEST_TIMEOUT_MS = 10_000
/** A hundred members are about 250 kB. */
export const MAX_ANSWER_BYTES = 8 * 1024 * 1024
/** Of call data per request: 113 members with five calls each, far from what nodes let one call cost. */
const MULTICALL_BYTES = 20 * 1024

/** A client for one reading, which ends with the signal. Calls of one turn become one Multicall3 request. */
export function createRpcClient(
  { network, url, fetch, timeoutMs = REQUEST_TIMEOUT_MS }: RpcEndpoint,
  { signal }: { signal: AbortSignal },
): RpcClient {
  return createPublicClient({
    chain: defineChain({
      id: network.chainId,
      name: network.name,
      nativeCurrency: { name: 'Ether', symbol: 'ETH', decimals: 18 },
      rpcUrls: { default: { http: [url] } },
      contracts: { multicall3: { address: network.multicall3 } },
    }),
    batch: { multicall: { batchSize: MULTICALL_BYTES } },
    // A contract could otherwise name URLs for us to fetch.
    ccipRead: false,
    transport: http(url, {
      fetchFn: fetch,
      // Where it would lead nobody has checked.
      fetchOptions: { signal, redirect: 'error' },
      timeout: timeoutMs,
      maxResponseBodySize: MAX_ANSWER_BYTES,
      // The next reading is the retry.
      retryCount: 0,
    }),
  })
}
