/** What there is by region, with where that is drawn. Browser-safe: no server imports. */
import { z } from 'zod'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { listKeys } from './list-keys'
import { priceDto } from './price'
import { snapshotDto } from './snapshot'

const countKeys = {
  offerings: z.int(),
  nodes: z.int(),
  orchestrators: z.int(),
  cards: z.int().describe('Distinct reported cards of these offerings; 0: none is reported.'),
  latency: z
    .object({
      n: z.int().describe('Nodes, each once.'),
      min_ms: z.number().nullable(),
      median_ms: z.number().nullable().describe('Of however few there are; `n` says of how many.'),
      max_ms: z.number().nullable(),
    })
    .describe('Discovery latency of the answers that these offerings come from.'),
}

const regionPriceDto = z
  .object({
    unit: z.enum(PRICE_UNITS),
    n: z.int().describe('How many plausible prices it is of.'),
    median: priceDto,
  })
  .nullable()
  .describe(
    'Null where no pipeline was asked for, nobody states a price that can be meant, or prices are in unlike units.',
  )

const mapRegionDto = z.object({
  name: z.string(),
  place: z
    .object({ latitude: z.number(), longitude: z.number() })
    .nullable()
    .describe(
      'Where it is drawn: about the middle of what the name stands for; null for a name that nobody knows.',
    ),
  ...countKeys,
  price: regionPriceDto,
})
export type MapRegionDto = z.infer<typeof mapRegionDto>

export const regionMapDto = z.object({
  snapshot: snapshotDto,
  eth_usd: listKeys.eth_usd,
  pipeline: z.string().nullable().describe('As asked; null: all.'),
  regions: z.array(mapRegionDto).describe('Most nodes first.'),
  unknown: z.object(countKeys).describe('Of nodes of which nobody says where they are.'),
})
export type RegionMapDto = z.infer<typeof regionMapDto>
