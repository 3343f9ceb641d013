/** Where the fields of an offering come from, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { RATE_SOURCES } from '@/lib/domain/eth-usd'
import { REGION_SOURCES } from '@/lib/domain/region'
import { moment } from './shapes'

export const provenanceDto = z.object({
  offer: z
    .object({
      from: z.enum(['get-orchestrator', 'runner-discovery']),
      said_by: z.string(),
      at: moment,
    })
    .describe(
      'Price, state, capacity, hardware and versions: what the node itself answered, to the gRPC question or at its `/discovery`.',
    ),
  measurements: z
    .object({ vantage: z.string(), at: moment, snapshot: z.int() })
    .describe('Latency, outcome and reliability: ours, and from where.'),
  region: z.object({ from: z.enum(REGION_SOURCES) }).nullable(),
  usd: z.object({ from: z.enum(RATE_SOURCES), at: moment }).nullable(),
})
export type ProvenanceDto = z.infer<typeof provenanceDto>
