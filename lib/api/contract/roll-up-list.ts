/** The lists that put offerings together, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { facetValueDto, groupDto, listKeys, modelDto, priceRowDto } from '../contract'

const around = { ...listKeys, facets: z.record(z.string(), z.array(facetValueDto)) }

export const modelsDto = z.object({ ...around, models: z.array(modelDto) })
export const orchestratorsDto = z.object({ ...around, orchestrators: z.array(groupDto) })
export const pricesDto = z.object({ ...around, prices: z.array(priceRowDto) })
