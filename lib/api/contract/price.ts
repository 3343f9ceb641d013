/** What an offering costs, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { decimal } from './shapes'

export const priceDto = z.object({
  wei: decimal.describe('Exact: `wei` for `per_units` units.'),
  per_units: decimal,
  unit: z.enum(PRICE_UNITS).describe('What a unit is; prices in unlike units are never compared.'),
  wei_per_unit: decimal.describe('`wei / per_units` as a decimal, cut after 18 places.'),
  origin: z
    .enum(['model', 'base', 'roll-up'])
    .describe(
      "`model`: stated for this very offering. `base`: only the node's base price is known. `roll-up`: of several offerings.",
    ),
  usd_per_unit: decimal.nullable().describe('Exact to 18 places, cut; null without a rate.'),
  costs: z
    .array(
      z.object({
        task: z.string().describe('`image-1024`, `hour` and the like.'),
        label: z.string(),
        wei: decimal,
        usd: decimal.nullable(),
        uncertainty: z.string().nullable().describe('Why the quantity is not certain; null when it is.'),
      }),
    )
    .describe(
      'What people buy at this price, the most telling first; empty where nobody knows what a unit buys.',
    ),
  implausible: z
    .string()
    .nullable()
    .describe('Why nobody can mean it; null when one can. Such a price counts in no median.'),
})
export type PriceDto = z.infer<typeof priceDto>
