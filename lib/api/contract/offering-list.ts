/** The list of offerings, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { listKeys } from './list-keys'
import { offeringDto } from './offering'

const facetValues = z.array(z.object({ value: z.string(), count: z.int() }))
const facetsDto = z
  .object({
    pipeline: facetValues,
    model: facetValues,
    gpu: facetValues,
    region: facetValues,
    state: facetValues,
  })
  .describe('Values with counts, each facet counted without its own filter.')

export const offeringsDto = z.object({
  ...listKeys,
  facets: facetsDto,
  offerings: z.array(offeringDto),
})
export type OfferingsDto = z.infer<typeof offeringsDto>
