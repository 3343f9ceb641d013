import type { ChainNetwork } from './chain-network'
import { UnusableChain } from './chain-problem'
import type { RpcClient } from './rpc-client'

/** The block that everything of one reading is read at. Unless that is known, the chain is checked first. */
export async function pinBlock(
  client: RpcClient,
  { network, isChainKnown }: { network: ChainNetwork; isChainKnown: boolean },
): Promise<bigint> {
  const [chainId, latest] = await Promise.all([
    isChainKnown ? BigInt(network.chainId) : quantity('eth_chainId'),
    quantity('eth_blockNumber'),
  ])
  if (chainId !== BigInt(network.chainId))
    throw new UnusableChain(`the RPC serves chain ${chainId}, and ${network.name} is ${network.chainId}`)
  return latest > network.settleBlocks ? latest - network.settleBlocks : latest

  async function quantity(method: 'eth_chainId' | 'eth_blockNumber'): Promise<bigint> {
    const answer: unknown = await client.request({ method })
    if (typeof answer !== 'string' || !/^0x[0-9a-f]{1,16}$/i.test(answer))
      throw new UnusableChain(`the RPC answered ${method} with something that is no number`)
    return BigInt(answer)
  }
}
