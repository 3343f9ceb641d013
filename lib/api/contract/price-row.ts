/** What a model costs among all who offer it, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { priceDto } from './price'
import { decimal } from './shapes'

const priceQuantile = priceDto.nullable()
export const priceRowDto = z.object({
  kind: z.enum(OFFERING_KINDS),
  pipeline: z.string(),
  model: z.string().nullable(),
  unit: z.enum(PRICE_UNITS),
  n: z.int().describe('How many plausible prices the others are of; stated zeros are among them.'),
  min: priceQuantile,
  p25: priceQuantile,
  median: priceQuantile,
  p75: priceQuantile,
  max: priceQuantile,
  spread: decimal.nullable().describe('`max / min`, cut after two places; null when the lowest is zero.'),
  zero: z.int(),
  missing: z.int(),
  implausible: z.int(),
  cheapest: z
    .array(
      z.object({
        offering_id: z.string(),
        node_uri: z.string(),
        orchestrator: z.string().nullable(),
        orchestrator_name: z.string().nullable(),
      }),
    )
    .describe('Who asks the lowest price; ten at most.'),
})
export type PriceRowDto = z.infer<typeof priceRowDto>
