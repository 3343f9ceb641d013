/** Requests that this gateway carried, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { FAULT_CAUSES } from '@/lib/domain/job-result'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { NEUTRAL_CAUSES, ROUTE_OUTCOME_SENTENCES, ROUTE_OUTCOMES } from '@/lib/domain/routed-request'
import { decimal, moment, share, wholeNumber } from './shapes'

const ms = z.number().min(0)
const whole = wholeNumber.describe('A whole number.')

export const SUMMARY_WINDOWS = ['1h', '24h', '7d'] as const
export type SummaryWindow = (typeof SUMMARY_WINDOWS)[number]
export const SUMMARY_DIMENSIONS = ['pipeline', 'model', 'orchestrator', 'key', 'outcome'] as const

const start = {
  id: z.string().describe('Ids sort by the time at which requests began.'),
  started_at: moment,
  route: z.string().describe('The address that was called, by its pattern.'),
  key_id: z.string().nullable().describe('Of the API key; null: none was needed.'),
  kind: z.enum(OFFERING_KINDS),
  pipeline: z.string(),
  model: z.string().nullable().describe('As asked for; null: whichever there is.'),
}

const runningRequestDto = z.object({ state: z.literal('running'), ...start })

const ended = {
  state: z.literal('ended'),
  ...start,
  ended_at: moment,
  outcome: z
    .enum(ROUTE_OUTCOMES)
    .describe(
      ROUTE_OUTCOMES.map((outcome) => `\`${outcome}\`: ${ROUTE_OUTCOME_SENTENCES[outcome]}`).join(' '),
    ),
  status: z.int().describe('What the client was answered with; 499 where it had gone before.'),
  problem: z.string().nullable().describe('The kind of the problem in the answer; null: there is none.'),
  attempt_count: z.int().describe('Orchestrators that were tried, one after the other.'),
  offering_id: z
    .string()
    .nullable()
    .describe('Of whoever served it or was tried last, as the next two; null: nobody was tried.'),
  node_uri: z.string().nullable(),
  orchestrator: z.string().nullable(),
  bytes_in: z.int(),
  bytes_out: z.int(),
  units: whole.nullable().describe('Billed units; null: not known.'),
  cost_wei: whole.nullable().describe('What the orchestrator asks for those; null: not known.'),
  paid_wei: whole.describe('Expected value of what was paid, over all attempts.'),
  usd_per_eth: decimal.nullable().describe('Dollars for one ETH at that time; null: no rate was known.'),
  charge_usd: decimal.nullable().describe('What the client is charged; null: nothing is.'),
  overhead_ms: ms.nullable().describe('Ours alone: reading, choosing, writing; null: it was sent to nobody.'),
  first_byte_ms: ms.nullable().describe('To the first byte to the client; null: there was none.'),
  total_ms: ms,
}
const endedRequestDto = z.object(ended)

const requestDto = z.discriminatedUnion('state', [runningRequestDto, endedRequestDto])
export type RunningRequestDto = z.infer<typeof runningRequestDto>
export type EndedRequestDto = z.infer<typeof endedRequestDto>

export const requestsDto = z.object({
  requests: z
    .array(requestDto)
    .describe('Those under way first, where they were asked for; latest end first.'),
  next_cursor: z.string().nullable().describe('Where the next page begins; null: this is the last one.'),
})
export type RequestsDto = z.infer<typeof requestsDto>

const attemptDto = z
  .object({
    offering_id: z.string(),
    node_uri: z.string(),
    orchestrator: z.string().nullable(),
    model: z.string().nullable(),
    started_at: moment,
    quote_ms: ms
      .nullable()
      .describe(
        'To have quote and payment, from the beginning of the attempt; null: it did not come so far.',
      ),
    first_byte_ms: ms.nullable().describe('To the first byte of the answer.'),
    total_ms: ms,
    outcome: z.enum(['ok', ...FAULT_CAUSES, ...NEUTRAL_CAUSES]),
    status: z.int().nullable().describe('What the orchestrator answered with; null: it did not.'),
    detail: z.string().nullable().describe('In its words, or those of the network.'),
    paid_wei: whole.nullable().describe('Expected value of what was sent along; null: nothing was paid.'),
  })
  .describe('One orchestrator that was tried.')
export type AttemptDto = z.infer<typeof attemptDto>

const requestDetailDto = z.object({
  ...ended,
  attempts: z.array(attemptDto),
  decision: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe(
      'What `/api/v1/select` answered to the same question at that time; null: it did not come so far, or it is not kept any more.',
    ),
})
export type RequestDetailDto = z.infer<typeof requestDetailDto>

export const singleRequestDto = z.discriminatedUnion('state', [runningRequestDto, requestDetailDto])
export type SingleRequestDto = z.infer<typeof singleRequestDto>

export const requestEventDto = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('hello'),
    running: z
      .array(runningRequestDto)
      .describe('Those under way that fit, the latest first; a hundred at most.'),
  }),
  z.object({ kind: z.literal('begin'), request: runningRequestDto }),
  z.object({ kind: z.literal('end'), request: endedRequestDto }),
])
export type RequestEventDto = z.infer<typeof requestEventDto>

const percentilesDto = z
  .object({ p50: ms, p95: ms, p99: ms })
  .describe('Of merged histograms: each within 1 % of the exact one, up to ten minutes.')
export type PercentilesDto = z.infer<typeof percentilesDto>

const figures = {
  requests: z.int(),
  served_share: share.nullable().describe('Null: there were none.'),
  outcomes: z.array(z.object({ outcome: z.enum(ROUTE_OUTCOMES), count: z.int() })),
  attempts_per_request: z.number().min(0).nullable(),
  paid_wei: whole,
  total_ms: percentilesDto
    .nullable()
    .describe('Of those that were served; by outcome, of each. Null: there were none.'),
  first_byte_ms: percentilesDto.nullable(),
}

export const requestSummaryDto = z.object({
  windows: z.array(
    z.object({
      window: z.enum(SUMMARY_WINDOWS),
      from: moment.describe('Begins with a whole five minutes, or with a whole hour.'),
      to: moment,
      ...figures,
      groups: z
        .array(
          z.object({
            of: z
              .enum(['value', 'none', 'rest'])
              .describe('`none`: without one. `rest`: of more than are told apart, together.'),
            value: z.string().nullable(),
            ...figures,
          }),
        )
        .nullable()
        .describe('Those of most requests first; null: not asked for.'),
    }),
  ),
})
export type RequestSummaryDto = z.infer<typeof requestSummaryDto>
export type RequestFiguresDto = Omit<
  RequestSummaryDto['windows'][number],
  'window' | 'from' | 'to' | 'groups'
>
