/** What filters can be set to, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { priceDto } from './price'
import { decimal } from './shapes'
import { snapshotDto } from './snapshot'

export const facetValueDto = z
  .object({ value: z.string().nullable(), count: z.int() })
  .describe('A null is rows without a value.')

const rangeDto = z.object({
  n: z.int(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  bins: z
    .array(z.object({ from: z.number(), to: z.number(), count: z.int() }))
    .describe(
      'A histogram: twenty bars at most, ascending and without gaps, of equal width, or by a factor where the highest is more than 100 times the lowest. What lies on an edge counts in the bar that begins there.',
    ),
})

/** What the filters of offerings can be set to, and what each setting would leave. */
export const facetValuesDto = z.object({
  snapshot: snapshotDto,
  count: z.int().describe('Offerings that match, of all there are.'),
  total: z.int(),
  facets: z
    .record(z.string(), z.array(facetValueDto))
    .describe('By field: each value with how many offerings would be left by choosing it instead.'),
  ranges: z
    .record(z.string(), rangeDto)
    .describe('By field of numbers: of those `n` offerings that have one, without its own filters.'),
  prices: z
    .array(
      z.object({
        unit: z.enum(PRICE_UNITS),
        n: z.int(),
        min: priceDto,
        max: priceDto,
        bins: z
          .array(z.object({ from: decimal, to: decimal, count: z.int() }))
          .describe('A histogram in wei per unit, as of the ranges.'),
      }),
    )
    .describe('Plausible prices by unit, without filters by price.'),
})
export type FacetValuesDto = z.infer<typeof facetValuesDto>
