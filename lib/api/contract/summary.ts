/** The network in numbers, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { moment, outcomeKind } from './shapes'
import { snapshotDto } from './snapshot'

export const summaryDto = z.object({
  snapshot: snapshotDto,
  orchestrators: z.int(),
  nodes: z
    .object({
      listed: z.int(),
      answered: z.int(),
      failed: z.int().describe('All that did not answer when they were asked last.'),
      refused: z
        .int()
        .describe(
          'Of those that failed: they are there, and refuse us (`busy`, `reserve-needed`, `denied`).',
        ),
      outcomes: z
        .array(
          z.object({
            outcome: outcomeKind,
            count: z.int(),
            examples: z
              .array(z.object({ uri: z.string(), failing_since: moment.nullable() }))
              .describe('The first two; none of those that are `ok`. `/api/v1/nodes` has all.'),
          }),
        )
        .describe('Outcomes of which there are any.'),
      stating: z
        .object({ orchestrator: z.int(), model: z.int(), offering: z.int() })
        .describe(
          'Of the `gpus.nodes_counted` nodes whose answer still counts: how many say who is paid, name a model, offer anything.',
        ),
    })
    .describe('By the latest question to each.'),
  offerings: z.object({
    total: z.int(),
    warm: z.int(),
    cold: z.int(),
    priced_only: z.int(),
    unknown: z.int(),
  }),
  models: z.int(),
  gpus: z
    .object({
      total: z.int(),
      nodes_reporting: z.int(),
      nodes_counted: z.int().describe('Nodes whose answer still counts.'),
      by_name: z.array(z.object({ name: z.string(), count: z.int() })),
    })
    .describe('Distinct reported cards; `nodes_reporting` of `nodes_counted` nodes report hardware at all.'),
  latency: z
    .object({ n: z.int(), p50_ms: z.number().nullable(), p95_ms: z.number().nullable() })
    .describe('Latency of the answers of this sweep; a percentile is null below 20 answers.'),
  pipelines: z.array(
    z.object({
      pipeline: z.string(),
      models: z.int(),
      nodes: z.int(),
      warm: z.int(),
      cold: z.int(),
      priced_only: z.int(),
      unknown: z.int(),
    }),
  ),
})
export type SummaryDto = z.infer<typeof summaryDto>
