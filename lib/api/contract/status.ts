/** How the server does, part by part, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { moment } from './shapes'
import { snapshotDto } from './snapshot'
import { sourceDto } from './source'
import { storeDto } from './store'

export const statusDto = z.object({
  snapshot: snapshotDto.nullable().describe('Null until something was collected.'),
  sweep: z.object({
    conducted_here: z
      .boolean()
      .describe(
        'Whether the process that answers is the one that sweeps; another one on the same store may be.',
      ),
    state: z.enum(['idle', 'running']),
    settled: z.int(),
    total: z.int(),
    next_at: moment.nullable(),
    last_error: z.string().nullable().describe('Why the latest sweep brought no snapshot; null when it did.'),
  }),
  sources: z.array(sourceDto),
  retention: z
    .object({
      sweeps_ms: z.int().describe('Every sweep.'),
      hourly_sweeps_ms: z.int().describe('The last sweep of each hour.'),
      changes_ms: z.int().describe('What changed.'),
    })
    .describe('How long history is kept here.'),
  store: storeDto.describe('How the database does, as far as the process that answers has seen.'),
  version: z.string(),
})
export type StatusDto = z.infer<typeof statusDto>
