/** The list of nodes, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { ethUsdDto } from './eth-usd'
import { nodeDto } from './node'
import { outcomeKind } from './shapes'
import { snapshotDto } from './snapshot'

export const nodesDto = z.object({
  snapshot: snapshotDto,
  eth_usd: ethUsdDto.nullable(),
  count: z.int(),
  outcomes: z.array(z.object({ outcome: outcomeKind, count: z.int() })),
  nodes: z.array(nodeDto),
})
export type NodesDto = z.infer<typeof nodesDto>
