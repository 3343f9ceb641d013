/** One source with all that it said, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { OFFERING_STATES } from '@/lib/domain/facet'
import { gpuDto } from './gpu'
import { priceDto } from './price'
import { decimal, moment, outcomeKind } from './shapes'
import { sourceDto } from './source'

export const memberDto = z.object({
  address: z.string(),
  activation_round: decimal
    .nullable()
    .describe(
      'Its first round of activity, and the first one after; null: no end is set, or it could not be read (`problem`).',
    ),
  deactivation_round: decimal.nullable(),
  stake_lpt: decimal.nullable().describe('LPT, delegations included.'),
  is_active: z
    .boolean()
    .nullable()
    .describe('Whether the round of the reading is one of its rounds of activity.'),
  ai_service_uri: z.string().nullable().describe('Any text that it registered; empty: none.'),
  service_uri: z.string().nullable(),
  uris_differ: z.boolean().describe('Both are registered and lead to different nodes.'),
  problem: z.string().nullable().describe('Which of the calls failed, and how; null: none.'),
})
export type MemberDto = z.infer<typeof memberDto>

export const reportedDto = z.object({
  uri: z.string().describe('As reported; empty: the node takes no work itself.'),
  orchestrator: z.string().nullable(),
  version: z.string().nullable(),
  offers: z.array(
    z.object({
      pipeline: z.string(),
      model: z.string().nullable(),
      state: z.enum(OFFERING_STATES),
      price: priceDto.nullable(),
    }),
  ),
  gpus: z.array(gpuDto),
  probed: z
    .object({ node_uri: z.string(), outcome: outcomeKind, answered_at: moment.nullable() })
    .nullable()
    .describe('What we found at that URI ourselves; null: it is not among our nodes.'),
})
export type ReportedDto = z.infer<typeof reportedDto>

export const sourceDetailDto = z.object({
  source: sourceDto,
  entries: z.array(
    z.object({
      uri: z.string().describe('As stated, but for credentials.'),
      node_uri: z
        .string()
        .nullable()
        .describe('The node it names; null where it is no service URI, and `problem` says why.'),
      problem: z.string().nullable(),
      is_duplicate: z.boolean().describe('True when an earlier entry names the same node.'),
      orchestrator: z.string().nullable(),
      score: z.number().nullable(),
      outcome: outcomeKind
        .nullable()
        .describe('How the latest question to that node ended; null: not asked yet.'),
    }),
  ),
  chain: z
    .object({
      network: z.string(),
      block: decimal,
      block_time: moment,
      round: decimal,
      members: z.array(memberDto),
      eth_usd: z.object({
        kind: z.enum(['fresh', 'stale', 'unusable']),
        usd: decimal.nullable(),
        updated_at: moment.nullable(),
        problem: z.string().nullable(),
      }),
    })
    .nullable()
    .describe('The pool of orchestrators at one block; null for other sources, and until it was read.'),
  gateway: z
    .object({
      reported_at: moment,
      rows: z.array(reportedDto),
      refused: z.array(z.object({ place: z.string(), reason: z.string() })),
    })
    .nullable()
    .describe('What another gateway reported when it was read: its word, and not what we found.'),
})
export type SourceDetailDto = z.infer<typeof sourceDetailDto>
