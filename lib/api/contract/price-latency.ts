/** What `GET /api/v1/price-latency` tells. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { historyAmountDto } from './history'
import { listKeys } from './list-keys'
import { outcomeKind } from './shapes'
import { snapshotDto } from './snapshot'

export const priceLatencyPointDto = z.object({
  offering_id: z.string(),
  node_uri: z.string(),
  orchestrator: z.string().nullable(),
  orchestrator_name: z.string().nullable(),
  model: z.string().nullable(),
  state: z.enum(OFFERING_STATES),
  price: historyAmountDto.omit({ task_usd: true }),
  latency_ms: z.number().describe('Discovery latency: from our question to the parsed answer.'),
  region: z.string().nullable(),
  gpu: z.string().nullable().describe('The short name of its cards, of several kinds the first.'),
  node_outcome: outcomeKind,
  on_front: z
    .boolean()
    .describe(
      'On the Pareto front: no other offering that can be had is at least as cheap and at least as fast, and better in one of both.',
    ),
})
export type PriceLatencyPointDto = z.infer<typeof priceLatencyPointDto>

export const priceLatencyDto = z
  .object({
    snapshot: snapshotDto,
    eth_usd: listKeys.eth_usd,
    pipeline: z.string().nullable().describe('Null: nothing is offered at all.'),
    unit: z.enum(PRICE_UNITS).nullable().describe('The unit of all prices here; null: nobody offers it.'),
    units: z
      .array(z.object({ unit: z.enum(PRICE_UNITS), offerings: z.int() }))
      .describe('What there is of the pipeline by unit, most first.'),
    offerings: z.int().describe('Of the pipeline, in this unit.'),
    priced: z.int().describe('Of these, with a price that can be meant.'),
    missing: z.int().describe('Without a usable price.'),
    implausible: z.int(),
    on_front: z.int(),
    points: z
      .array(priceLatencyPointDto)
      .describe('Cheapest first, 300 at most: the front, and of the others some at every price.'),
    left_out: z.int().describe('Priced ones that are not among the points; `/api/v1/offerings` has them.'),
  })
  .describe('What price and latency can be had together.')
export type PriceLatencyDto = z.infer<typeof priceLatencyDto>
