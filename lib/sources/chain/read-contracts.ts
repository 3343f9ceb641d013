import { type Address, keccak256, stringToBytes, zeroAddress } from 'viem'
import { controllerAbi } from './abi'
import type { ChainNetwork } from './chain-network'
import { UnusableChain } from './chain-problem'
import type { RpcClient } from './rpc-client'

export interface LivepeerContracts {
  readonly bondingManager: Address
  readonly roundsManager: Address
  readonly serviceRegistry: Address
  readonly aiServiceRegistry: Address
}

/** Where the contracts are now: the Controller may be told new addresses at any time. */
export async function readContracts(
  client: RpcClient,
  { network, block }: { network: ChainNetwork; block: bigint },
): Promise<LivepeerContracts> {
  const [bondingManager, roundsManager, serviceRegistry] = await Promise.all([
    readAddress('BondingManager'),
    readAddress('RoundsManager'),
    readAddress('ServiceRegistry'),
  ])
  return { bondingManager, roundsManager, serviceRegistry, aiServiceRegistry: network.aiServiceRegistry }

  async function readAddress(name: string): Promise<Address> {
    const address = await client.readContract({
      address: network.controller,
      abi: controllerAbi,
      functionName: 'getContract',
      args: [keccak256(stringToBytes(name))],
      blockNumber: block,
    })
    if (address === zeroAddress) throw new UnusableChain(`the Controller knows no ${name}`)
    return address
  }
}
