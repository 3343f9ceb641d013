/** What some work would cost, and with whom. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { listKeys } from './list-keys'
import { regionDto } from './region'
import { offeringRefDto } from './selection'
import { decimal } from './shapes'
import { snapshotDto } from './snapshot'

const placeDto = offeringRefDto.extend({
  kind: z.enum(OFFERING_KINDS),
  pipeline: z.string(),
  region: regionDto.nullable(),
})

const estimateRowDto = placeDto.extend({
  readings: z
    .array(
      z.object({
        units: decimal.describe('Billed units of all jobs together.'),
        wei: decimal.describe('Exact, cut after 18 places.'),
        eth: decimal.describe('The same in ETH, cut after 18 places.'),
        usd: decimal.nullable().describe('Null without a rate.'),
      }),
    )
    .describe(
      'Two where nobody knows which quantity is billed; by the last one, the orchestrator’s own, rows are ordered.',
    ),
  uncertainty: z.string().nullable(),
  assumed: z.array(z.string()).describe('What was not said of the size, and is taken to be.'),
})
export type EstimateRowDto = z.infer<typeof estimateRowDto>

export const estimateDto = z.object({
  snapshot: snapshotDto,
  eth_usd: listKeys.eth_usd,
  work: z
    .object({
      kind: z.enum(OFFERING_KINDS).nullable(),
      pipeline: z.string(),
      model: z.string().nullable(),
      jobs: decimal,
      size: z.record(z.string(), z.number()).describe('Of one job, as far as it was said.'),
    })
    .describe('What was asked.'),
  count: z.int().describe('How many offerings have a cost; `estimates` has the cheapest of them.'),
  estimates: z.array(estimateRowDto),
  rejected: z.int().describe('How many have none; `rejections` has the first of them.'),
  rejections: z.array(
    placeDto.extend({
      reason: z
        .enum(['no-price', 'implausible', 'not-advertised', 'no-size'])
        .describe(
          '`no-price`: none is stated that is one. `implausible`: nobody can mean it. `not-advertised`: it is on a price list alone. `no-size`: how much a job is would have to be guessed at.',
        ),
      detail: z.string(),
    }),
  ),
})
export type EstimateDto = z.infer<typeof estimateDto>
