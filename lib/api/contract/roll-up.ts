/** What offerings that are put together have in common, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { offeringDto } from './offering'

export const countsDto = z.array(z.object({ name: z.string(), count: z.int() }))
export const rollUpKeys = {
  members: z.array(offeringDto).optional().describe('With `include=members`: the offerings themselves.'),
  offerings: z.int(),
  nodes: z.int(),
  orchestrators: z.int(),
  states: z.object({ warm: z.int(), cold: z.int(), priced_only: z.int(), unknown: z.int() }),
  free_slots: z
    .int()
    .nullable()
    .describe(
      'Parallel slots that are free, of the `slots_reported` offerings that state a plausible capacity; null: none does.',
    ),
  slots_reported: z.int(),
  gpus: countsDto.describe('Distinct reported cards, most first; and nodes by region.'),
  regions: countsDto,
  latency: z
    .object({
      n: z.int(),
      min_ms: z.number().nullable().describe('Of the fastest node; null: none was timed.'),
      p50_ms: z.number().nullable(),
      p95_ms: z.number().nullable(),
    })
    .describe('Of the nodes, each once; a percentile is null below 20.'),
}
