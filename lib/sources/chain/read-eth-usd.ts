import { blockTimeAbi, priceFeedAbi } from './abi'
import { chainProblem, UnusableChain } from './chain-problem'
import { pinBlock } from './pin-block'
import { createRpcClient, REQUEST_TIMEOUT_MS, type RpcClient, type RpcEndpoint } from './rpc-client'

/** USD for one ETH, exactly `numerator / denominator`; both are positive. */
export interface EthUsdRate {
  readonly numerator: bigint
  readonly denominator: bigint
  /** When the feed last changed it (ms). */
  readonly updatedAt: number
  readonly block: bigint
}

export type EthUsdReading =
  | { readonly kind: 'fresh'; readonly rate: EthUsdRate }
  /** The feed lags: the rate is older than was allowed. */
  | { readonly kind: 'stale'; readonly rate: EthUsdRate; readonly ageMs: number }
  /** No rate, and why, in one sentence. */
  | { readonly kind: 'unusable'; readonly problem: string }

/** The feed on Arbitrum One is updated at least every 24 hours; one more for its transaction to arrive. */
const DEFAULT_MAX_AGE_MS = 25 * 3_600_000

/** Chainlink's name for the pair. A feed the other way round would be a number of the same looks. */
const DESCRIPTION = 'ETH / USD'

/** Reads Chainlink's feed of the network once. Never rejects but for an aborted signal. */
export async function readEthUsd(
  endpoint: RpcEndpoint,
  {
    now,
    signal,
    maxAgeMs = DEFAULT_MAX_AGE_MS,
  }: { now: () => number; signal: AbortSignal; maxAgeMs?: number },
): Promise<EthUsdReading> {
  try {
    const rate = await readRate(createRpcClient(endpoint, { signal }), endpoint)
    const ageMs = now() - rate.updatedAt
    return ageMs > maxAgeMs ? { kind: 'stale', rate, ageMs } : { kind: 'fresh', rate }
  } catch (error) {
    signal.throwIfAborted()
    const { timeoutMs = REQUEST_TIMEOUT_MS } = endpoint
    return {
      kind: 'unusable',
      problem: `The price of ETH could not be read: ${chainProblem(error, { timeoutMs })}.`,
    }
  }
}

async function readRate(client: RpcClient, { network }: RpcEndpoint): Promise<EthUsdRate> {
  const block = await pinBlock(client, { network, isChainKnown: false })
  const feed = { address: network.ethUsdFeed, abi: priceFeedAbi, blockNumber: block } as const
  const [description, decimals, [, answer, , updatedAtSeconds], blockSeconds] = await Promise.all([
    client.readContract({ ...feed, functionName: 'description' }),
    client.readContract({ ...feed, functionName: 'decimals' }),
    client.readContract({ ...feed, functionName: 'latestRoundData' }),
    client.readContract({
      address: network.multicall3,
      abi: blockTimeAbi,
      functionName: 'getCurrentBlockTimestamp',
      blockNumber: block,
    }),
  ])
  if (description !== DESCRIPTION)
    throw new UnusableChain(`the feed is ${JSON.stringify(description.slice(0, 60))}, and not ${DESCRIPTION}`)
  if (answer <= 0n) throw new UnusableChain(`the feed answers ${answer}`)
  if (updatedAtSeconds === 0n) throw new UnusableChain('the feed has no complete round')
  if (updatedAtSeconds > blockSeconds)
    throw new UnusableChain('the feed says it was updated after the block it is read at')
  return {
    numerator: answer,
    denominator: 10n ** BigInt(decimals),
    updatedAt: Number(updatedAtSeconds) * 1_000,
    block,
  }
}
