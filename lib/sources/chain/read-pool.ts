import type { MemberRecord, PoolMember } from '@/lib/domain/pool-member'
import type { ChainFacts } from '@/lib/domain/source-reading'
import { blockTimeAbi, bondingManagerAbi, roundsManagerAbi } from './abi'
import type { ChainNetwork } from './chain-network'
import { UnusableChain } from './chain-problem'
import { readContracts } from './read-contracts'
import { readMember } from './read-member'
import type { RpcClient } from './rpc-client'
import { walkPool } from './walk-pool'

/** The pool of orchestrators at one block. */
export type PoolReading = Pick<ChainFacts, 'block' | 'blockTime' | 'round' | 'members'>

export async function readPool(
  client: RpcClient,
  { network, block }: { network: ChainNetwork; block: bigint },
): Promise<PoolReading> {
  const contracts = await readContracts(client, { network, block })
  const addresses = await walkPool(client, { pool: contracts.bondingManager, block })
  // Asked in one turn, they become one request.
  const [round, size, blockTime, records] = await Promise.all([
    client.readContract({
      address: contracts.roundsManager,
      abi: roundsManagerAbi,
      functionName: 'lastInitializedRound',
      blockNumber: block,
    }),
    client.readContract({
      address: contracts.bondingManager,
      abi: bondingManagerAbi,
      functionName: 'getTranscoderPoolSize',
      blockNumber: block,
    }),
    client.readContract({
      address: network.multicall3,
      abi: blockTimeAbi,
      functionName: 'getCurrentBlockTimestamp',
      blockNumber: block,
    }),
    Promise.all(addresses.map((address) => readMember(client, { address, contracts, block }))),
  ])
  if (size !== BigInt(addresses.length))
    throw new UnusableChain(`the pool states ${size} members and names ${addresses.length}`)
  const members = records.map((record) => ({ ...record, isActive: isActive(record, round) }))
  refuseUnreadable(members)
  // Whoever answers may say anything; a date ends in the year 275760.
  if (blockTime > MAX_SECONDS) throw new UnusableChain('the block says it was made in no year that there is')
  return { block, blockTime: Number(blockTime) * 1_000, round, members }
}

const MAX_SECONDS = 8_640_000_000_000n

/** go-livepeer common/db.go, selectOrchs */
function isActive({ activationRound, deactivationRound }: MemberRecord, round: bigint): boolean | null {
  if (activationRound === null || deactivationRound === null) return null
  return activationRound <= round && round < deactivationRound
}

/** One member that cannot be read is that member's trouble; when none can, the reading failed. */
function refuseUnreadable(members: readonly PoolMember[]): void {
  const [first] = members
  const isUnreadable = (member: PoolMember) =>
    member.isActive === null || (member.aiServiceUri === null && member.serviceUri === null)
  if (first && members.every(isUnreadable))
    throw new UnusableChain(`none of the ${members.length} members could be read: ${first.problem}`)
}
