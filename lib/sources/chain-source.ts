import { chainProblem } from './chain/chain-problem'
import { pinBlock } from './chain/pin-block'
import { type PoolReading, readPool } from './chain/read-pool'
import { createRpcClient, REQUEST_TIMEOUT_MS, type RpcEndpoint } from './chain/rpc-client'
import type { Source, SourceReading } from './source'

export interface ChainSource extends Source {
  read(signal: AbortSignal): Promise<ChainSourceReading>
}

export interface ChainSourceReading extends SourceReading {
  /** The last pool that could be read: where `uris` come from. */
  readonly pool: PoolReading | null
}

/** Four or five requests in good times; one per member more where the node does not walk the pool. */
const READING_TIMEOUT_MS = 60_000

/**
 * The orchestrators that are active in Livepeer's pool, read at one block: of each the URI for AI and, where it is
 * another one, the URI for transcoding. When a reading fails the last good pool stays.
 */
export function createChainSource(
  endpoint: RpcEndpoint,
  { now, readingTimeoutMs = READING_TIMEOUT_MS }: { now: () => number; readingTimeoutMs?: number },
): ChainSource {
  const { network, timeoutMs = REQUEST_TIMEOUT_MS } = endpoint
  let last: ChainSourceReading = { uris: [], readAt: null, error: null, pool: null }
  let isChainKnown = false

  return {
    name: 'chain',
    async read(signal) {
      const limit = AbortSignal.any([signal, AbortSignal.timeout(readingTimeoutMs)])
      try {
        const client = createRpcClient(endpoint, { signal: limit })
        const block = await pinBlock(client, { network, isChainKnown })
        isChainKnown = true
        const pool = await readPool(client, { network, block })
        last = { uris: activeUris(pool), readAt: now(), error: null, pool }
      } catch (error) {
        signal.throwIfAborted()
        // Whoever answers next may be another one.
        isChainKnown = false
        const problem = limit.aborted
          ? `the reading took longer than ${readingTimeoutMs} ms`
          : chainProblem(error, { timeoutMs })
        last = { ...last, error: `The chain could not be read: ${problem}.` }
      }
      return last
    },
  }
}

function activeUris({ members }: PoolReading): string[] {
  return members.flatMap(({ isActive, aiServiceUri, serviceUri }) =>
    isActive ? [...new Set([aiServiceUri ?? '', serviceUri ?? ''])].filter((uri) => uri !== '') : [],
  )
}
