/** What a node offers, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { HEALTH_STATES } from '@/lib/domain/health'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { PIPELINE_CATEGORIES } from '@/lib/domain/pipeline'
import { PRICE_STATES } from '@/lib/domain/price-state'
import { gpuDto } from './gpu'
import { priceDto } from './price'
import { provenanceDto } from './provenance'
import { regionDto } from './region'
import { decimal, moment, outcomeKind } from './shapes'

const reliabilityDto = z
  .object({
    health: z.enum(HEALTH_STATES),
    since: moment.describe('Since when it is so.'),
    reached: z.int().describe('Of its latest `asked` questions since then, ten at most, so many reached it.'),
    asked: z.int(),
  })
  .describe(
    'How the node did lately, seen from our vantage: one failure degrades, three in a row or five of ten take down.',
  )

export const offeringDto = z.object({
  id: z.string(),
  node_uri: z.string().describe("The service URI we ask; the node's stable name in this API."),
  advertised_uri: z
    .string()
    .nullable()
    .describe('Where the node wants its work sent; null when it states none.'),
  orchestrator: z.string().nullable().describe('Who gets paid; null for a node off chain.'),
  orchestrator_name: z
    .string()
    .nullable()
    .describe('What people call it; null when the operator of this server does not say.'),
  kind: z.enum(OFFERING_KINDS),
  pipeline: z.string(),
  category: z
    .enum(PIPELINE_CATEGORIES)
    .nullable()
    .describe('What comes out of it; null where only its name tells.'),
  model: z
    .string()
    .nullable()
    .describe(
      'The whole id, `org/model`. Null for transcoding, and when the node does not say which (BYOC).',
    ),
  model_name: z.string().nullable().describe('The model without the organisation.'),
  state: z.enum(OFFERING_STATES),
  price: priceDto
    .nullable()
    .describe('Null: no usable price stated; `price_state` says which way. Zero is a price.'),
  price_state: z
    .enum(PRICE_STATES)
    .describe(
      'A stated zero is a price; `missing`: none is stated; `invalid`: what is stated is none; `implausible`: nobody can mean it, so it counts in no median.',
    ),
  other_prices: z
    .array(z.object({ wei: decimal, per_units: decimal }))
    .describe(
      'Further prices stated for the very same offering; a gateway reckons with the first, which is `price`.',
    ),
  capacity: z
    .int()
    .nullable()
    .describe('Parallel slots, as reported; null: not stated (the wire cannot tell that from 0).'),
  capacity_in_use: z.int().nullable(),
  capacity_free: z
    .int()
    .nullable()
    .describe('Slots that nobody uses; null while the node states no plausible number of slots.'),
  capacity_is_implausible: z.boolean().describe('True when the number cannot be a count of parallel slots.'),
  gpus: z.array(gpuDto).describe('Distinct cards reported for this offering; empty: not reported.'),
  region: regionDto.nullable().describe('Null: nobody says.'),
  node_version: z.string().nullable(),
  runner_version: z.string().nullable(),
  latency_ms: z.number().nullable().describe('Discovery latency of the answer this row comes from.'),
  observed_at: moment.describe(
    'When the node said so. After `expires_at` the row counts for nothing any more.',
  ),
  fresh_until: moment.describe('From then on it is ageing: more than one sweep has passed over it.'),
  stale_after: moment,
  expires_at: moment,
  cadence_ms: z.int().describe('How often the node is asked; its age is judged against it.'),
  reliability: reliabilityDto,
  node_outcome: outcomeKind.describe(
    'How the latest question to the node ended; anything but an answer means that this row is older than the snapshot.',
  ),
  provenance: provenanceDto
    .optional()
    .describe('With `include=provenance`: where each group of fields comes from.'),
})
export type OfferingDto = z.infer<typeof offeringDto>
