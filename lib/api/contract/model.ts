/** Offerings put together by model, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { priceDto } from './price'
import { rollUpKeys } from './roll-up'

const spreadDto = z.object({
  n: z
    .int()
    .describe(
      'How many prices the others are of: implausible ones are counted apart, as are offerings that state none.',
    ),
  min: priceDto.nullable(),
  median: priceDto.nullable(),
  max: priceDto.nullable(),
  zero: z.int(),
  missing: z.int(),
  implausible: z.int(),
})

export const modelDto = z
  .object({
    kind: z.enum(OFFERING_KINDS),
    pipeline: z.string(),
    model: z.string().nullable(),
    unit: z.enum(PRICE_UNITS),
    price: spreadDto,
    ...rollUpKeys,
  })
  .describe('One model of a pipeline, or a capability whose nodes name no model.')
export type ModelDto = z.infer<typeof modelDto>
