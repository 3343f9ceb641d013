/** How reliable a node is, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { INSUFFICIENT_REASONS, RELIABILITY_PARTS, RELIABILITY_WINDOWS } from '@/lib/domain/reliability'
import { moment, outcomeKind, share } from './shapes'

const weight = z.number().describe('Of 100.')

const partDto = z.discriminatedUnion('status', [
  z.object({
    part: z.enum(RELIABILITY_PARTS),
    status: z.literal('known'),
    value: share.describe('The share that it is at least, with 95 % confidence.'),
    share: share.describe('As it was counted.'),
    n: z.int().describe('How many samples the share is of.'),
    weight,
  }),
  z.object({
    part: z.enum(RELIABILITY_PARTS),
    status: z.literal('insufficient-data'),
    reason: z
      .enum(INSUFFICIENT_REASONS)
      .describe(
        '`no-jobs-carried`: only carried jobs can tell, and this server carried none there that did.',
      ),
    n: z.int(),
    weight,
  }),
])

const windowDto = z.object({
  window: z.enum(RELIABILITY_WINDOWS),
  from: moment,
  to: moment.describe('Up to when probes are counted, some minutes back.'),
  score: z
    .number()
    .min(0)
    .max(100)
    .nullable()
    .describe('The mean of the known parts by their weights; null: insufficient data, which is not zero.'),
  weight_known: weight.describe('Of 100: the weights of the parts that are known.'),
  attempts: z.int(),
  outcomes: z.array(z.object({ outcome: outcomeKind, count: z.int() })).describe('How the probes ended.'),
  parts: z.array(partDto),
})

const outOfTen = z.number().min(0).max(10)
const leaderboardDto = z
  .object({
    name: z.literal('Livepeer leaderboard'),
    read_at: moment,
    scale: z.literal('/10'),
    regions: z.array(
      z.object({
        region: z.string(),
        score: outOfTen.nullable().describe('Null: not tested there, which is not zero.'),
        success_rate: share.nullable().describe('Of the jobs that it sent.'),
        round_trip_score: outOfTen.nullable(),
      }),
    ),
  })
  .describe('What somebody else measures with jobs of its own, as it says it; no part of any score of ours.')

export const reliabilityDto = z
  .object({
    subject: z.object({ kind: z.enum(['node', 'orchestrator']), id: z.string() }),
    score_version: z.int().describe('Another one whenever a number would come out differently.'),
    vantage: z.string().describe('Who measured, from where.'),
    nodes: z.array(z.string()).describe('Whose probes are counted, together.'),
    windows: z.array(windowDto),
    leaderboard: leaderboardDto
      .nullable()
      .describe('Of an orchestrator, where this server reads one (`LEADERBOARD_URL`); null otherwise.'),
  })
  .describe('Made of probes from one vantage; `/api/v1/reliability` says how.')
export type ReliabilityDto = z.infer<typeof reliabilityDto>

export const reliabilityMethodDto = z
  .object({
    score_version: z.int(),
    windows: z.array(z.enum(RELIABILITY_WINDOWS)),
    min_samples: z.int().describe('Below it a part is insufficient data and gives its weight to the others.'),
    bound: z.object({
      method: z.literal('wilson'),
      sides: z.literal('lower'),
      confidence: share.describe('One-sided: so many of such bounds lie below the true share.'),
    }),
    score: z.string().describe('How the parts make the score, in one sentence.'),
    parts: z.array(
      z.object({
        part: z.enum(RELIABILITY_PARTS),
        weight,
        meaning: z.string(),
        needs: z.enum(['probes', 'jobs']).describe('What can tell it.'),
      }),
    ),
    latency_error: share.describe('By how much of itself a percentile may differ from the exact one.'),
    vantage: z.string().nullable().describe('Who measures, from where.'),
  })
  .describe('How a score of reliability is made.')
export type ReliabilityMethodDto = z.infer<typeof reliabilityMethodDto>
