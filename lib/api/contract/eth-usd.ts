/** The rate of dollars, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { RATE_SOURCES } from '@/lib/domain/eth-usd'
import { decimal, moment } from './shapes'

export const ethUsdDto = z
  .object({
    usd: decimal,
    source: z
      .enum(RATE_SOURCES)
      .describe("`fixed` by configuration, an `http` server, Chainlink's feed on the `chain`."),
    at: moment.describe('From when the rate is.'),
  })
  .describe(
    'The rate behind every amount of dollars in an answer; null: there is none, and then there are no dollars in it.',
  )
export type EthUsdDto = z.infer<typeof ethUsdDto>
