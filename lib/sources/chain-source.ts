import type { ChainFacts, SourceEntry, SourceReading } from '@/lib/domain/source-reading'
import { timeLimit } from '@/lib/net/time-limit'
import { chainProblem } from './chain/chain-problem'
import { pinBlock } from './chain/pin-block'
import { readEthUsdAt } from './chain/read-eth-usd'
import { readPool } from './chain/read-pool'
import { createRpcClient, REQUEST_TIMEOUT_MS, type RpcEndpoint } from './chain/rpc-client'
import type { Source } from './source'

export interface ChainSource extends Source {
  read(signal: AbortSignal): Promise<ChainSourceReading>
}

export interface ChainSourceReading extends SourceReading {
  /** The last pool that could be read: where the entries come from. */
  readonly facts: ChainFacts | null
}

/** Four or five requests in good times; one per member more where the node does not walk the pool. */
const READING_TIMEOUT_MS = 60_000

/**
 * The orchestrators that are active in Livepeer's pool, read at one block: of each the URI for AI and, where it is
 * another one, the URI for transcoding. When a reading fails the last good pool stays.
 */
export function createChainSource(
  endpoint: RpcEndpoint,
  {
    name,
    now,
    readingTimeoutMs = READING_TIMEOUT_MS,
  }: { name: string; now: () => number; readingTimeoutMs?: number },
): ChainSource {
  const { network, timeoutMs = REQUEST_TIMEOUT_MS } = endpoint
  let last: ChainSourceReading = { entries: [], readAt: null, error: null, facts: null }
  let isChainKnown = false
  return {
    name,
    kind: 'chain',
    async read(signal) {
      const limit = timeLimit(signal, readingTimeoutMs)
      try {
        const client = createRpcClient(endpoint, { signal: limit.signal })
        const block = await pinBlock(client, { network, isChainKnown })
        isChainKnown = true
        // Asked in one turn, the rate costs no request of its own.
        const [pool, ethUsd] = await Promise.all([
          readPool(client, { network, block }),
          readEthUsdAt(client, { network, block, timeoutMs }, { now, signal: limit.signal }),
        ])
        const facts: ChainFacts = { kind: 'chain', network: network.name, ...pool, ethUsd }
        last = { entries: activeEntries(facts), readAt: now(), error: null, facts }
      } catch (error) {
        signal.throwIfAborted()
        // Whoever answers next may be another one.
        isChainKnown = false
        const problem = limit.isTimeUp
          ? `the reading took longer than ${readingTimeoutMs} ms`
          : chainProblem(error, { timeoutMs })
        last = { ...last, error: `The chain could not be read: ${problem}.` }
      } finally {
        limit.end()
      }
      return last
    },
  }
}

function activeEntries({ members }: ChainFacts): SourceEntry[] {
  return members.flatMap(({ address, isActive, aiServiceUri, serviceUri }) =>
    isActive
      ? [...new Set([aiServiceUri ?? '', serviceUri ?? ''])]
          .filter((uri) => uri !== '')
          .map((uri) => ({ uri, orchestrator: address }))
      : [],
  )
}
