import { type Address, zeroAddress } from 'viem'
import { bondingManagerAbi, poolWalkerAbi } from './abi'
import { isUnanswered, UnusableChain } from './chain-problem'
import { POOL_WALKER_CODE } from './pool-walker-code'
import type { RpcClient } from './rpc-client'

/** The pool has 100 places; an answer of this many stays below the 24 KiB that such a call may return. */
const MAX_MEMBERS = 500

/**
 * The members of the pool, in its order. The pool is a linked list, so a walk takes one request per member; instead a
 * small contract is sent along with one request and walks at the node. Where a node does not run it, we walk.
 */
export async function walkPool(
  client: RpcClient,
  { pool, block }: { pool: Address; block: bigint },
): Promise<readonly Address[]> {
  const members = await walkAtNode().catch((error: unknown) => {
    if (isUnanswered(error)) throw error
    return walkStepByStep()
  })
  if (members.length > MAX_MEMBERS) throw new UnusableChain(`the pool names more than ${MAX_MEMBERS} members`)
  return members

  function walkAtNode(): Promise<readonly Address[]> {
    return client.readContract({
      code: POOL_WALKER_CODE,
      abi: poolWalkerAbi,
      functionName: 'walk',
      args: [pool, BigInt(MAX_MEMBERS + 1)],
      blockNumber: block,
    })
  }

  async function walkStepByStep(): Promise<readonly Address[]> {
    const contract = { address: pool, abi: bondingManagerAbi, blockNumber: block } as const
    const found: Address[] = []
    let member = await client.readContract({ ...contract, functionName: 'getFirstTranscoderInPool' })
    while (member !== zeroAddress && found.length <= MAX_MEMBERS) {
      found.push(member)
      member = await client.readContract({
        ...contract,
        functionName: 'getNextTranscoderInPool',
        args: [member],
      })
    }
    return found
  }
}
