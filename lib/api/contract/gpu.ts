/** Cards of a node, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { decimal } from './shapes'

export const gpuDto = z.object({
  name: z.string().describe('Short name, `RTX 4090`; `reported_name` is what the node said.'),
  reported_name: z.string(),
  count: z.int(),
  memory_total_bytes: decimal.nullable().describe('Of each card; null: not reported.'),
  memory_free_bytes: decimal
    .nullable()
    .describe('Of all these cards that say so, when the node was asked; null: none does.'),
  vram_gb: z.number().nullable().describe('The size on the box: 32 for a card that reports 31.84 GiB.'),
  compute_capability: z.string().nullable().describe('`8.9`; null: not reported.'),
})
export type GpuDto = z.infer<typeof gpuDto>
