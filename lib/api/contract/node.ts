/** What is known of a node, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { HEALTH_STATES } from '@/lib/domain/health'
import { UNANSWERED_KINDS } from '@/lib/domain/outcome'
import { conflictDto } from './conflict'
import { gpuDto } from './gpu'
import { priceDto } from './price'
import { regionDto } from './region'
import { moment, outcomeKind } from './shapes'

export const nodeDto = z.object({
  uri: z.string(),
  advertised_uri: z.string().nullable(),
  orchestrator: z.string().nullable(),
  orchestrator_name: z.string().nullable(),
  local_address: z.string().nullable(),
  version: z.string().nullable(),
  sources: z
    .array(
      z.object({
        name: z.string(),
        times: z.int().describe('How many of its entries name the node, in whatever spelling.'),
        orchestrators: z.array(z.string()).describe('Whose node it is, where the source says so.'),
        score: z.number().nullable(),
        first_at: moment,
        last_at: moment,
      }),
    )
    .describe('Sources that name it, or once did, with the first and the last sweep in which they named it.'),
  conflicts: z.array(conflictDto),
  health: z
    .object({ state: z.enum(HEALTH_STATES), since: moment, failures_in_a_row: z.int() })
    .describe(
      'With hysteresis: one failure degrades, three in a row or five of ten take down, two successes bring back.',
    ),
  outcome: outcomeKind,
  detail: z
    .string()
    .nullable()
    .describe(
      'What exactly came back, in the words of the node or the network stack; null when there is nothing to add.',
    ),
  asked_at: moment,
  region: regionDto.nullable().describe('Where it is; null: nobody says.'),
  address: z
    .string()
    .nullable()
    .describe('The address that was dialled for its last answer; null: it never answered.'),
  latency_ms: z.number().nullable(),
  round_trip: z
    .object({
      dns_ms: z.number(),
      connect_ms: z.number(),
      tls_ms: z.number().nullable(),
      answer_ms: z.number(),
    })
    .nullable()
    .describe('Where the time of its last answer went; `tls_ms` is null on a plaintext connection.'),
  next_ask_at: moment.describe('When it will be asked again, at the latest in the sweep after that.'),
  answered_at: moment.nullable().describe('When it last answered; null: never seen answering.'),
  failing_since: moment
    .nullable()
    .describe('Since when its questions have gone unanswered; null while it answers.'),
  runners: z
    .object({
      outcome: z
        .enum(['listed', 'none', ...UNANSWERED_KINDS])
        .describe('How the latest question ended; `none`: it keeps no runners.'),
      detail: z.string().nullable(),
      asked_at: moment,
      read_at: moment.nullable().describe('When the list in use was read; null: it never gave one.'),
      count: z.int(),
      refused: z
        .array(z.object({ place: z.string(), kind: z.enum(['invalid', 'blocked']), reason: z.string() }))
        .describe(
          'What was left out of that list, and why; `blocked`: it leads to an address that may not be dialled.',
        ),
    })
    .nullable()
    .describe('Its live runners; null: never asked for them.'),
  base_price: priceDto.nullable().describe('Base (transcoding) price.'),
  offerings: z.int(),
  gpus: z.array(gpuDto),
})
export type NodeDto = z.infer<typeof nodeDto>
