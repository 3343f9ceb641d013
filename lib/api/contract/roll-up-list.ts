/** The lists that put offerings together, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { facetValueDto } from './facet-values'
import { gpuGroupDto } from './gpu-group'
import { gpuSupplyDto } from './gpu-supply'
import { groupDto } from './group'
import { listKeys } from './list-keys'
import { modelDto } from './model'
import { priceRowDto } from './price-row'

const around = { ...listKeys, facets: z.record(z.string(), z.array(facetValueDto)) }

export const modelsDto = z.object({ ...around, models: z.array(modelDto) })
export type ModelsDto = z.infer<typeof modelsDto>
export const orchestratorsDto = z.object({ ...around, orchestrators: z.array(groupDto) })
export type OrchestratorsDto = z.infer<typeof orchestratorsDto>
export const gpusDto = z.object({
  ...around,
  gpus: z.array(gpuGroupDto),
  nodes_reporting: z.int(),
  nodes_counted: z.int(),
  supply: gpuSupplyDto,
})
export type GpusDto = z.infer<typeof gpusDto>
export const pricesDto = z.object({ ...around, prices: z.array(priceRowDto) })
export type PricesDto = z.infer<typeof pricesDto>
