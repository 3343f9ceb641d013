import { parseAbi } from 'viem'

export const controllerAbi = parseAbi(['function getContract(bytes32 id) view returns (address)'])

/** go-livepeer eth/contracts/bondingManager.go */
export const bondingManagerAbi = parseAbi([
  'function getFirstTranscoderInPool() view returns (address)',
  'function getNextTranscoderInPool(address transcoder) view returns (address)',
  'function getTranscoderPoolSize() view returns (uint256)',
  'function getTranscoder(address transcoder) view returns (uint256 lastRewardRound, uint256 rewardCut, uint256 feeShare, uint256 lastActiveStakeUpdateRound, uint256 activationRound, uint256 deactivationRound, uint256 activeCumulativeRewards, uint256 cumulativeRewards, uint256 cumulativeFees, uint256 lastFeeRound)',
  'function transcoderTotalStake(address transcoder) view returns (uint256)',
  'function isActiveTranscoder(address transcoder) view returns (bool)',
])

/** go-livepeer eth/contracts/serviceRegistry.go; both registries have it. */
export const serviceRegistryAbi = parseAbi(['function getServiceURI(address addr) view returns (string)'])

/** go-livepeer eth/contracts/roundsManager.go */
export const roundsManagerAbi = parseAbi(['function lastInitializedRound() view returns (uint256)'])

/** Chainlink's AggregatorV3Interface. */
export const priceFeedAbi = parseAbi([
  'function description() view returns (string)',
  'function decimals() view returns (uint8)',
  'function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)',
])

/** The time of the block asked; its getBlockNumber would be the number of an Ethereum block on Arbitrum. */
export const blockTimeAbi = parseAbi(['function getCurrentBlockTimestamp() view returns (uint256)'])

/** pool-walker.sol */
export const poolWalkerAbi = parseAbi(['function walk(address pool, uint256 limit) view returns (address[])'])
