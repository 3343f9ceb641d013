import { type Abi, type Address, createTestClient, type Hex, http, publicActions, walletActions } from 'viem'
import { arbitrum } from 'viem/chains'
import type { ChainNetwork } from '../chain-network'
import { ANVIL_CHAIN_ID, startAnvil } from './anvil'
import bondingManager from './contracts/BondingManager.json'
import controller from './contracts/Controller.json'
import multicall from './contracts/Multicall.json'
import priceFeed from './contracts/PriceFeed.json'
import roundsManager from './contracts/RoundsManager.json'
import serviceRegistry from './contracts/ServiceRegistry.json'

const ARTIFACTS = { bondingManager, controller, multicall, priceFeed, roundsManager, serviceRegistry }

/** A contract on the test chain. */
export interface TestContract {
  readonly address: Address
  /** Sends a transaction and waits until it is in a block. */
  send(functionName: string, ...args: readonly unknown[]): Promise<void>
}

export type TestChain = Awaited<ReturnType<typeof startTestChain>>

/** A chain of its own with Livepeer's contracts on it, an empty pool, and round 100. */
export async function startTestChain() {
  const anvil = await startAnvil()
  const client = createTestClient({ mode: 'anvil', chain: arbitrum, transport: http(anvil.url) })
    .extend(publicActions)
    .extend(walletActions)
  const [account] = await client.getAddresses()
  if (!account) throw new Error('anvil has no account')

  const deploy = async (name: keyof typeof ARTIFACTS, ...args: readonly unknown[]): Promise<TestContract> => {
    const { abi, bytecode } = artifact(name)
    const hash = await client.deployContract({ abi, bytecode, args, account, gas: GAS })
    const { contractAddress } = await client.waitForTransactionReceipt({ hash, pollingInterval: 5 })
    if (!contractAddress) throw new Error(`${name} could not be deployed`)
    return {
      address: contractAddress,
      async send(functionName, ...values) {
        const sent = await client.writeContract({
          address: contractAddress,
          abi,
          functionName,
          args: values,
          account,
          gas: GAS,
        })
        const { status } = await client.waitForTransactionReceipt({ hash: sent, pollingInterval: 5 })
        if (status !== 'success') throw new Error(`${name}.${functionName} reverted`)
      },
    }
  }

  const rounds = await deploy('roundsManager')
  const bonding = await deploy('bondingManager', rounds.address)
  const registry = await deploy('serviceRegistry')
  const aiRegistry = await deploy('serviceRegistry')
  const directory = await deploy('controller')
  const feed = await deploy('priceFeed')
  const batcher = await deploy('multicall')
  await rounds.send('setRounds', 100n, 100n)
  await directory.send('setContract', 'BondingManager', bonding.address)
  await directory.send('setContract', 'RoundsManager', rounds.address)
  await directory.send('setContract', 'ServiceRegistry', registry.address)

  const network: ChainNetwork = {
    chainId: ANVIL_CHAIN_ID,
    name: 'Test chain',
    multicall3: batcher.address,
    controller: directory.address,
    aiServiceRegistry: aiRegistry.address,
    ethUsdFeed: feed.address,
    settleBlocks: 0n,
  }
  return {
    url: anvil.url,
    network,
    account,
    rounds,
    bonding,
    registry,
    aiRegistry,
    directory,
    feed,
    deploy,
    /** Number and time of the newest block. */
    newestBlock: () => client.getBlock(),
    mine: (blocks: number) => client.mine({ blocks }),
    /** As if nothing had ever been deployed there. */
    removeCode: (address: Address) => client.setCode({ address, bytecode: '0x' }),
    /** Takes the chain as it is now; the function that comes back returns to it. */
    async mark() {
      const id = await client.snapshot()
      return () => client.revert({ id })
    },
    stop: () => anvil.stop(),
  }
}

/** An address for the n-th member. */
export const member = (n: number): Address => `0x${(0xa11ce0000 + n).toString(16).padStart(40, '0')}`

const GAS = 900_000_000n

/** Safe because the files come from a compiler: scripts/compile-contracts.mjs. */
function artifact(name: keyof typeof ARTIFACTS): { abi: Abi; bytecode: Hex } {
  return ARTIFACTS[name] as { abi: Abi; bytecode: Hex }
}
