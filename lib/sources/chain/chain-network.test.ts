import { getAddress } from 'viem'
import { expect, test } from 'vitest'
import { ARBITRUM_ONE, PUBLIC_RPC_URL } from './chain-network'

test('the addresses on Arbitrum One carry a correct checksum', () => {
  const { controller, aiServiceRegistry, ethUsdFeed } = ARBITRUM_ONE
  for (const address of [controller, aiServiceRegistry, ethUsdFeed])
    expect(getAddress(address.toLowerCase())).toBe(address)
})

test('chain, Multicall3 and public RPC are those of Arbitrum One', () => {
  expect(ARBITRUM_ONE).toMatchObject({
    chainId: 42_161,
    multicall3: expect.stringMatching(/^0xcA11bde05977b3631167028862bE2a173976CA11$/i),
  })
  expect(new URL(PUBLIC_RPC_URL).protocol).toBe('https:')
})
