/** Where an orchestrator stands among others, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { RULE_NAMES } from '@/lib/domain/selection'
import { brokenRuleDto, offeringRefDto } from './selection'
import { decimal, share } from './shapes'
import { snapshotDto } from './snapshot'

const gapDto = z.object({
  wei_per_unit: decimal.describe('That price.'),
  wei: decimal.describe('How far it is away.'),
  percent: decimal.nullable().describe('Of its own price; null for a price of zero.'),
})

const marketDto = z
  .object({
    offerings: z
      .int()
      .describe(
        'Of one kind, pipeline, model and unit, advertised; this one among them if it is advertised.',
      ),
    competitors: z.int().describe('How many of those are of others than this orchestrator.'),
    warm_competitors: z.int(),
    priced: z.int().describe('How many of those state a price that can be meant.'),
    floor: decimal.nullable(),
    median: decimal.nullable(),
    rank: z
      .int()
      .nullable()
      .describe('By price, 1 is the cheapest; equal ones share it. Null: it states no price that counts.'),
    of: z
      .int()
      .nullable()
      .describe('Of how many prices, its own counted, also where it stands on a price list alone.'),
    percentile: z
      .number()
      .nullable()
      .describe('How many in 100 of the other prices are not lower; null: there are no others.'),
    next_cheaper: gapDto.nullable(),
    next_dearer: gapDto.nullable(),
  })
  .describe('In wei for one unit.')

const standingDto = z.object({
  policy: z.string(),
  rank: z
    .int()
    .nullable()
    .describe('Its place among those that it may be chosen from; null: it is not among them.'),
  of: z.int(),
  probability: share.describe('How likely it would get a job now.'),
  is_last_resort: z.boolean(),
  passed: z.array(z.enum(RULE_NAMES)).describe('Hard rules that it keeps.'),
  broken: z.array(brokenRuleDto).describe('Hard rules that it breaks; with any of them it gets no jobs.'),
})

export const positionDto = z
  .object({
    snapshot: snapshotDto,
    address: z.string(),
    name: z.string().nullable(),
    count: z.int().describe('Its offerings in all.'),
    next_cursor: z.string().nullable().describe('Null: no more of them follow.'),
    offerings: z.array(
      offeringRefDto.extend({
        kind: z.enum(OFFERING_KINDS),
        pipeline: z.string(),
        usable_by: z.array(z.string()).describe('Gateways that would work with its node.'),
        market: marketDto,
        standings: z.array(standingDto).describe('By each built-in policy.'),
      }),
    ),
  })
  .describe('Where an orchestrator stands, offering by offering.')
export type PositionDto = z.infer<typeof positionDto>
