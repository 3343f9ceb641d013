/** Cards put together by model and size, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { decimal } from './shapes'

export const gpuGroupDto = z
  .object({
    name: z.string(),
    memory_total_bytes: decimal.nullable(),
    vram_gb: z.number().nullable().describe('The size on the box; null: not reported.'),
    cards: z.int().describe('Distinct reported cards; which nodes report any stands beside the list.'),
    nodes: z.int(),
    models: z.array(z.string()),
    regions: z
      .array(z.object({ name: z.string().nullable(), cards: z.int() }))
      .describe('Where they are, most first; a null is cards of nodes of which nobody says.'),
    pipelines: z
      .array(z.object({ name: z.string(), cards: z.int() }))
      .describe('For what nodes report them; one card may serve several.'),
  })
  .describe('Cards of one model and size.')
export type GpuGroupDto = z.infer<typeof gpuGroupDto>
