/** Numbers over time, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { HISTORY_SUBJECTS } from '@/lib/domain/history-metric'
import { PRICE_UNITS } from '@/lib/domain/pipeline'
import { listKeys } from './list-keys'
import { decimal, moment } from './shapes'

export const historyAmountDto = z.object({
  wei: decimal.describe('Exact: `wei` for `per_units` units.'),
  per_units: decimal,
  wei_per_unit: decimal.describe('`wei / per_units` as a decimal, cut after 18 places.'),
  usd_per_unit: decimal.nullable().describe('At the rate of this answer, whenever the price stood.'),
  task_usd: decimal
    .nullable()
    .describe('What the first of `tasks` costs, at the same rate; null where there is none.'),
})
export type HistoryAmountDto = z.infer<typeof historyAmountDto>

const at = moment.describe('The start of the bucket.')
const gap = 'Null: a gap, nobody looked or nothing stood.'

const pricePointDto = z.object({
  at,
  min: historyAmountDto.nullable().describe(gap),
  median: historyAmountDto.nullable().describe('Weighted by how long each price stood in the bucket.'),
  p25: historyAmountDto.nullable().describe('At or below which prices stood for a quarter of that time.'),
  p75: historyAmountDto.nullable().describe('The same for three quarters of it.'),
  max: historyAmountDto.nullable(),
})

const priceSeriesDto = z.object({
  pipeline: z.string().describe('Names of more than 200 characters are cut.'),
  model: z.string().nullable().describe('Null where the nodes do not say which.'),
  unit: z.enum(PRICE_UNITS),
  offerings: z.int().describe('How many stated a price in the window.'),
  implausible: z.int().describe('Prices that nobody can mean, which count in no point.'),
  tasks: z
    .array(
      z.object({ task: z.string(), label: z.string(), units: decimal, uncertainty: z.string().nullable() }),
    )
    .describe('What people buy: a price times `units` is what it costs. Empty where nobody knows.'),
  points: z.array(pricePointDto),
})
export type PriceSeriesDto = z.infer<typeof priceSeriesDto>

const latencyPointDto = z.object({
  at,
  n: z.int().nullable().describe('Answered probes. Null: nothing was asked.'),
  p50_ms: z.number().nullable().describe('Within 1 % of the exact nearest rank; null: none was answered.'),
  p95_ms: z.number().nullable().describe('Null below 20 answers.'),
  p99_ms: z.number().nullable().describe('Null below 20 answers.'),
})

const availabilityPointDto = z.object({
  at,
  attempts: z.int().nullable().describe('Probes. Null: nothing was asked.'),
  answered: z.int().nullable(),
  reached: z.int().nullable().describe('Answered, or refused by a living node (`busy` and the like).'),
  availability: z
    .number()
    .nullable()
    .describe(
      '`reached / attempts`, a share of probes. Nodes that fail are asked less often, so of several nodes together it is higher than the share of them that could be reached.',
    ),
  nodes_listed: z
    .int()
    .nullable()
    .optional()
    .describe(
      'Of the network alone: nodes that were listed after the last sweep of the bucket; null where no sweep of it is kept.',
    ),
  nodes_reached: z
    .int()
    .nullable()
    .optional()
    .describe('Of these, how many were reached when they were asked last, be it in that sweep or before.'),
  nodes_answered: z.int().nullable().optional().describe('Of these, how many answered then.'),
})

const sum = {
  at,
  min: z.number().nullable().describe(gap),
  mean: z.number().nullable().describe('Over the time of the bucket.'),
  max: z.number().nullable(),
}
const capacityPointDto = z.object({
  ...sum,
  offerings: z.int().nullable().describe('How many stated a number that can be meant, at some time.'),
})
const gpusPointDto = z.object({
  ...sum,
  nodes: z.int().nullable().describe('How many had any, at some time.'),
})

const offered = z.int().nullable()
const supplyPointDto = z.object({
  at,
  offerings: offered.describe('Null: a gap, nobody looked.'),
  warm: offered,
  models: offered.describe('Distinct ones that offerings name.'),
  orchestrators: offered.describe('Distinct addresses that offerings are paid to.'),
})

const about = {
  subject: z.object({
    kind: z.enum(HISTORY_SUBJECTS),
    id: z.string().nullable().describe('As it is called here; null for the network.'),
  }),
  from: moment.describe('The start of the first bucket.'),
  to: moment.describe('The end of the last one, in which the window ends.'),
  step: z.string().describe('The length of a bucket, aligned to multiples of it since 1970.'),
  as_of: moment.describe('Nothing later is in it.'),
  vantage: z.string().nullable().describe('Who measures, from where.'),
}
const measured = {
  ...about,
  kept_by: z.enum(['5m', '1h', '1d']).describe('The buckets of which these are made.'),
  measured_until: moment
    .nullable()
    .describe('Up to when probes are counted, some minutes back; null: none is yet.'),
}

export const historyDto = z
  .discriminatedUnion('metric', [
    z.object({
      metric: z.literal('price'),
      ...about,
      eth_usd: listKeys.eth_usd,
      series: z.array(priceSeriesDto).describe('By pipeline, model and unit, most offerings first.'),
      series_left_out: z.int().describe('Beyond the first twenty.'),
    }),
    z
      .object({ metric: z.literal('latency'), ...measured, points: z.array(latencyPointDto) })
      .describe('Of an offering: of its node.'),
    z
      .object({ metric: z.literal('availability'), ...measured, points: z.array(availabilityPointDto) })
      .describe('Of an offering: of its node.'),
    z
      .object({ metric: z.literal('capacity'), ...about, points: z.array(capacityPointDto) })
      .describe('Parallel slots as stated, added up. Numbers that cannot be slots are left out.'),
    z
      .object({ metric: z.literal('gpus'), ...about, points: z.array(gpusPointDto) })
      .describe('Reported cards, added up by node.'),
    z
      .object({ metric: z.literal('supply'), ...about, points: z.array(supplyPointDto) })
      .describe('What was offered as it stood when each bucket ended.'),
  ])
  .describe('Every bucket of the window has a point; one of nulls is a gap.')
export type HistoryDto = z.infer<typeof historyDto>
