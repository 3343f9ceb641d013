/** How choices are made: what `/api/v1/selection/method` tells. Browser-safe: no server imports. */
import { z } from 'zod'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { RELIABILITY_WINDOWS } from '@/lib/domain/reliability'
import { DEMOTIONS, LAST_RESORTS, RULE_NAMES, SCORE_PARTS, STRATEGIES } from '@/lib/domain/selection'

export const selectionMethodDto = z
  .object({
    steps: z.array(z.string()).describe('What is done, in order.'),
    rules: z
      .array(
        z.object({
          rule: z.enum(RULE_NAMES),
          meaning: z.string(),
          asked_by: z
            .string()
            .nullable()
            .describe('What in a request asks for it; null: it holds in any case.'),
        }),
      )
      .describe('Hard rules, in the order in which they are told.'),
    tiers: z
      .array(z.object({ tier: z.int(), demoted_for: z.array(z.enum(DEMOTIONS)) }))
      .describe('Every candidate of a lower one comes before any of a higher one, by whatever strategy.'),
    default_strategy: z.enum(STRATEGIES),
    strategies: z.array(
      z.object({
        strategy: z.enum(STRATEGIES),
        meaning: z.string(),
        near: z.string().describe('Which are as good as the best, and share its jobs.'),
        weights: z
          .array(z.object({ part: z.enum(SCORE_PARTS), weight: z.number() }))
          .describe('Of 1. Empty: it looks at one thing alone.'),
      }),
    ),
    scores: z
      .object({
        reliability_window: z.enum(RELIABILITY_WINDOWS),
        half_latency_ms: z.number().describe('A latency that scores a half.'),
        half_job_ms: z.number().describe('A time of a job that scores a half.'),
        reference_prices: z
          .array(
            z.object({
              pipeline: z.string().nullable().describe('Null: what is no pipeline of the protocol.'),
              unit: z.enum(PRICE_UNITS).nullable().describe('Null: whatever the pipeline bills by.'),
              wei_per_unit: z.number(),
            }),
          )
          .describe('Prices that score a half; fixed, so that a score means the same tomorrow.'),
      })
      .describe('What scores are made by. They are absolute: nobody’s depends on who else there is.'),
    exploration: z.object({ default: z.number(), meaning: z.string() }),
    trial_share: z.number().describe('Of the jobs that it would get otherwise, for one that is tried again.'),
    last_resort: z.object({
      default: z.enum(LAST_RESORTS),
      overlooks: z.array(z.enum(RULE_NAMES)),
      meaning: z.string(),
    }),
  })
  .describe('How choices are made.')
export type SelectionMethodDto = z.infer<typeof selectionMethodDto>
