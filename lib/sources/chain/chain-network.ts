import type { Address } from 'viem'
import { arbitrum } from 'viem/chains'

/** A chain with Livepeer on it, and where on it things are. */
export interface ChainNetwork {
  readonly chainId: number
  readonly name: string
  readonly multicall3: Address
  /** Knows every other contract by name, except the AI registry. */
  readonly controller: Address
  readonly aiServiceRegistry: Address
  readonly ethUsdFeed: Address
  /**
   * How many blocks behind the newest one a reading is pinned: of the machines behind one URL not every one has the
   * newest block already.
   */
  readonly settleBlocks: bigint
}

export const ARBITRUM_ONE: ChainNetwork = {
  chainId: arbitrum.id,
  name: arbitrum.name,
  multicall3: arbitrum.contracts.multicall3.address,
  // go-livepeer cmd/livepeer/starter/starter.go, configOptions
  controller: '0xD8E8328501E9645d16Cf49539efC04f734606ee4',
  // starter.go; in go-livepeer it is a constant too, since the Controller does not know it
  aiServiceRegistry: '0x04C0b249740175999E5BF5c9ac1dA92431EF34C5',
  // starter.go, priceFeedAddr
  ethUsdFeed: '0x639Fe6ab55C921f74e7fac1ee960C0B6293ba612',
  // Two seconds.
  settleBlocks: 8n,
}

/** Needs no key, and is limited in rate. */
export const PUBLIC_RPC_URL: string = arbitrum.rpcUrls.default.http[0]
