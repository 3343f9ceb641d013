import { z } from 'zod'
import { ethUsdDto } from './eth-usd'
import { snapshotDto } from './snapshot'

/** What stands around the rows of every list. */
export const listKeys = {
  snapshot: snapshotDto,
  eth_usd: ethUsdDto.nullable(),
  count: z.int().describe('Rows that match, of all there are.'),
  total: z.int().describe('Rows without any filter.'),
  next_cursor: z.string().nullable().describe('`cursor=` of the next page; null: these are the last rows.'),
  emptied_by: z
    .array(z.object({ parameter: z.string(), removed: z.int() }))
    .nullable()
    .describe(
      'When nothing matches: how many rows would without each parameter, the one that hides most first.',
    ),
}
