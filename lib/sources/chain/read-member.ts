import { type Address, hexToBytes } from 'viem'
import { addressFromBytes, type EthAddress } from '@/lib/domain/eth-address'
import { bondingManagerAbi, serviceRegistryAbi } from './abi'
import { callProblem, isRpcFailure } from './chain-problem'
import type { LivepeerContracts } from './read-contracts'
import type { RpcClient } from './rpc-client'

/** A member of the pool as the chain states it; null is what could not be read. */
export interface MemberRecord {
  readonly address: EthAddress
  /** The first round of its activity, at most `NEVER`. */
  readonly activationRound: bigint | null
  /** The first round after it; `NEVER` when no end is set. */
  readonly deactivationRound: bigint | null
  /** LPT × 10^18, delegations included. */
  readonly stakeWei: bigint | null
  /** What the contract says of the current round, which may be one that nobody has initialized yet. */
  readonly isActiveNow: boolean | null
  /** As the AI registry states it, any text; empty when the member never registered one. */
  readonly aiServiceUri: string | null
  /** As the registry for transcoding states it, likewise. */
  readonly serviceUri: string | null
  /** Which calls failed and how; null when none did. */
  readonly problem: string | null
}

/** The contract says 2^256−1; as in go-livepeer a round fits 64 signed bits. */
export const NEVER = 2n ** 63n - 1n

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
