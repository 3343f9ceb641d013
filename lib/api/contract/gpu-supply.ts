/** All cards of the network, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'

const cardSupply = {
  cards: z.int(),
  nodes_reporting: z
    .int()
    .describe('Nodes that report any card here, of `nodes_counted`; the others may have any.'),
  nodes_counted: z.int(),
}
export const gpuSupplyDto = z
  .object({
    ...cardSupply,
    classes: z
      .array(z.object({ vram_gb: z.number().nullable(), cards: z.int(), nodes: z.int() }))
      .describe('By the size on the box, largest first; null: cards that do not say.'),
    regions: z.array(z.object({ name: z.string().nullable(), ...cardSupply })),
    pipelines: z
      .array(z.object({ name: z.string(), ...cardSupply }))
      .describe('Cards reported for offerings of a pipeline; one card may serve several.'),
  })
  .describe('Distinct reported cards of the whole network, whatever rows are asked for.')
export type GpuSupplyDto = z.infer<typeof gpuSupplyDto>
