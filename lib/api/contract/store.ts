/** How the database does, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { STORE_STATES } from '@/lib/domain/store-state'
import { moment } from './shapes'

export const storeDto = z.object({
  state: z.enum(STORE_STATES),
  since: moment.nullable().describe('Since when it is in this state; null: since this process began.'),
  detail: z.string().nullable().describe('What is wrong; null when nothing is.'),
  last_write_at: moment.nullable().describe('When this process last stored anything; null: never yet.'),
  size_bytes: z
    .int()
    .nullable()
    .describe('Of the database with its journal; null where that cannot be told.'),
  free_bytes: z.int().nullable().describe('Free on its disk; null where that cannot be told.'),
})
export type StoreDto = z.infer<typeof storeDto>
