import type { EthUsdRate, EthUsdReading } from '@/lib/domain/eth-usd'
import { blockTimeAbi, priceFeedAbi } from './abi'
import type { ChainNetwork } from './chain-network'
import { chainProblem, UnusableChain } from './chain-problem'
import { pinBlock } from './pin-block'
import { createRpcClient, REQUEST_TIMEOUT_MS, type RpcClient, type RpcEndpoint } from './rpc-client'

/** The feed on Arbitrum One is updated at least every 24 hours; one more for its transaction to arrive. */
const DEFAULT_MAX_AGE_MS = 25 * 3_600_000

/** Chainlink's name for the pair. A feed the other way round would be a number of the same looks. */
const DESCRIPTION = 'ETH / USD'

export interface RateOptions {
  readonly now: () => number
  readonly signal: AbortSignal
  /** Beyond it a rate is stale (ms): 25 hours by default. */
  readonly maxAgeMs?: number
}

/** Reads Chainlink's feed of the network once. Never rejects but for an aborted signal. */
export const readEthUsd = (endpoint: RpcEndpoint, options: RateOptions): Promise<EthUsdReading> => {
  const { network, timeoutMs = REQUEST_TIMEOUT_MS } = endpoint
  const client = createRpcClient(endpoint, options)
  return judged({ ...options, timeoutMs }, async () =>
    readRate(client, { network, block: await pinBlock(client, { network, isChainKnown: false }) }),
  )
}

/** The same as part of a larger reading, at its block: asked in the same turn, it costs no request of its own. */
export const readEthUsdAt = (
  client: RpcClient,
  { network, block, timeoutMs }: { network: ChainNetwork; block: bigint; timeoutMs: number },
  options: RateOptions,
): Promise<EthUsdReading> => judged({ ...options, timeoutMs }, () => readRate(client, { network, block }))

async function judged(
  { now, signal, maxAgeMs = DEFAULT_MAX_AGE_MS, timeoutMs }: RateOptions & { timeoutMs: number },
  read: () => Promise<EthUsdRate>,
): Promise<EthUsdReading> {
  try {
    const rate = await read()
    const ageMs = now() - rate.updatedAt
    return ageMs > maxAgeMs ? { kind: 'stale', rate, ageMs } : { kind: 'fresh', rate }
  } catch (error) {
    signal.throwIfAborted()
    return {
      kind: 'unusable',
      problem: `The price of ETH could not be read: ${chainProblem(error, { timeoutMs })}.`,
    }
  }
}

async function readRate(
  client: RpcClient,
  { network, block }: { network: ChainNetwork; block: bigint },
): Promise<EthUsdRate> {
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
