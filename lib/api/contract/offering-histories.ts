/** Numbers of many offerings over time, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { decimal, moment } from './shapes'

const about = {
  from: moment.describe('The start of the first bucket.'),
  to: moment.describe('The end of the last one, in which the window ends.'),
  step: z.string().describe('The length of a bucket, aligned to multiples of it since 1970.'),
  as_of: moment.describe('Nothing later is in it.'),
  vantage: z.string().nullable(),
  unknown: z.array(z.string()).describe('Ids that no offering has, or had.'),
}

export const offeringHistoriesDto = z
  .discriminatedUnion('metric', [
    z.object({
      metric: z.literal('price'),
      ...about,
      offerings: z.array(
        z.object({
          id: z.string(),
          unit: z.enum(PRICE_UNITS).nullable().describe('Null: it stated no price in the window.'),
          points: z
            .array(decimal.nullable())
            .describe('The median in wei per unit, weighted by time; null: a gap.'),
        }),
      ),
    }),
    z.object({
      metric: z.literal('latency'),
      ...about,
      offerings: z.array(
        z.object({
          id: z.string(),
          points: z.array(z.number().nullable()).describe('The p50 of its node in ms; null: a gap.'),
        }),
      ),
    }),
  ])
  .describe('In the order in which they were asked for, a point for every bucket.')
export type OfferingHistoriesDto = z.infer<typeof offeringHistoriesDto>
