/** One thing alone, with all that belongs to it, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { ethUsdDto } from './eth-usd'
import { gpuGroupDto } from './gpu-group'
import { groupDto } from './group'
import { modelDto } from './model'
import { nodeDto } from './node'
import { offeringDto } from './offering'
import { outcomeKind } from './shapes'
import { snapshotDto } from './snapshot'

export const detailKeys = { snapshot: snapshotDto, eth_usd: ethUsdDto.nullable() }

export const modelDetailDto = z.object({
  ...detailKeys,
  id: z.string().describe('The whole id, also when a shorter name was asked for.'),
  name: z.string(),
  models: z.array(modelDto).describe('By kind, pipeline and unit: a model may be sold in several ways.'),
  offerings: z.array(offeringDto),
})
export type ModelDetailDto = z.infer<typeof modelDetailDto>

export const orchestratorDetailDto = z.object({
  ...detailKeys,
  address: z.string(),
  orchestrator: groupDto.nullable().describe('Null while none of its nodes offers anything.'),
  nodes: z.array(nodeDto).describe('Nodes that are paid to it, and those that a source says belong to it.'),
  offerings: z.array(offeringDto),
})
export type OrchestratorDetailDto = z.infer<typeof orchestratorDetailDto>

export const gpuDetailDto = z.object({
  ...detailKeys,
  name: z.string(),
  cards: z.int(),
  nodes_reporting: z.int().describe('Nodes of the network that report any card, of `nodes_counted`.'),
  nodes_counted: z.int(),
  sizes: z.array(gpuGroupDto).describe('By memory, most cards first.'),
  holders: z
    .array(
      z.object({
        node_uri: z.string(),
        orchestrator: z.string().nullable(),
        orchestrator_name: z.string().nullable(),
        region: z.string().nullable(),
        outcome: outcomeKind,
        cards: z.int(),
        offerings: z.int().describe('That run on these cards.'),
      }),
    )
    .describe('Who has them, most first.'),
  models: z
    .array(modelDto)
    .describe('What runs on them, of those offerings alone; a node may name further cards for the same.'),
})
export type GpuDetailDto = z.infer<typeof gpuDetailDto>

export const nodeDetailDto = z.object({ ...detailKeys, node: nodeDto, offerings: z.array(offeringDto) })
export type NodeDetailDto = z.infer<typeof nodeDetailDto>
