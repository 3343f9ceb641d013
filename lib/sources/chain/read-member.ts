import { type Address, hexToBytes } from 'viem'
import { addressFromBytes } from '@/lib/domain/eth-address'
import { type MemberRecord, NEVER } from '@/lib/domain/pool-member'
import { bondingManagerAbi, serviceRegistryAbi } from './abi'
import { callProblem, isRpcFailure } from './chain-problem'
import type { LivepeerContracts } from './read-contracts'
import type { RpcClient } from './rpc-client'

/** Ours: nothing longer is a service URI, and anybody may register anything. */
const MAX_URI_LENGTH = 2_048

/** One failing call costs its own fact. Rejects only when the request as a whole failed. */
export async function readMember(
  client: RpcClient,
  { address, contracts, block }: { address: Address; contracts: LivepeerContracts; block: bigint },
): Promise<MemberRecord> {
  const bondingManager = {
    address: contracts.bondingManager,
    abi: bondingManagerAbi,
    args: [address],
    blockNumber: block,
  } as const
  const registry = {
    abi: serviceRegistryAbi,
    functionName: 'getServiceURI',
    args: [address],
    blockNumber: block,
  } as const
  const problems: string[] = []

  const [transcoder, stakeWei, isActiveNow, aiServiceUri, serviceUri] = await Promise.all([
    attempt('getTranscoder', client.readContract({ ...bondingManager, functionName: 'getTranscoder' })),
    attempt(
      'transcoderTotalStake',
      client.readContract({ ...bondingManager, functionName: 'transcoderTotalStake' }),
    ),
    attempt(
      'isActiveTranscoder',
      client.readContract({ ...bondingManager, functionName: 'isActiveTranscoder' }),
    ),
    attempt(
      'getServiceURI for AI',
      client.readContract({ ...registry, address: contracts.aiServiceRegistry }).then(boundedUri),
    ),
    attempt(
      'getServiceURI',
      client.readContract({ ...registry, address: contracts.serviceRegistry }).then(boundedUri),
    ),
  ])

  return {
    address: addressFromBytes(hexToBytes(address)),
    activationRound: transcoder && clampRound(transcoder[4]),
    deactivationRound: transcoder && clampRound(transcoder[5]),
    stakeWei,
    isActiveNow,
    aiServiceUri,
    serviceUri,
    problem: problems.length > 0 ? problems.join(', ') : null,
  }

  async function attempt<T>(name: string, reading: Promise<T>): Promise<T | null> {
    try {
      return await reading
    } catch (error) {
      if (error instanceof LongUri) problems.push(`${name} ${error.message}`)
      else if (isRpcFailure(error)) throw error
      else problems.push(`${name} ${callProblem(error)}`)
      return null
    }
  }
}

class LongUri extends Error {
  override name = 'LongUri'
}

function boundedUri(uri: string): string {
  if (uri.length > MAX_URI_LENGTH) throw new LongUri(`has ${uri.length} characters`)
  return uri
}

const clampRound = (round: bigint): bigint => (round < NEVER ? round : NEVER)
