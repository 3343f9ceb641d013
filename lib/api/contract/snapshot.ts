/** A look at the network, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { moment } from './shapes'

export const snapshotDto = z
  .object({
    id: z.int(),
    started_at: moment.describe('When the sweep began to ask.'),
    as_of: moment.describe('When its last node was settled.'),
    cadence_ms: z.int().describe('Time between two sweeps; ages are judged against it.'),
    vantage: z.string().describe('Who measured, from where.'),
    network: z
      .enum(['live', 'simulated'])
      .describe('`simulated` when at least one node says that it belongs to a simulated network.'),
    nodes_listed: z.int().describe('Nodes that a source names.'),
    nodes_asked: z
      .int()
      .describe(
        'Of these, how many this very sweep asked: nodes that fail are asked less often, some sources’ too. A text that is no service URI counts where it was tried.',
      ),
    nodes_answered: z
      .int()
      .describe(
        'Of those listed, how many answered when they were asked last, be it in this sweep or before.',
      ),
    last_event_id: z
      .int()
      .nullable()
      .describe(
        'The last event of `/api/v1/stream` that this look holds: go on from there to miss none; null: there was none yet.',
      ),
  })
  .describe('Which look at the network an answer describes.')
export type SnapshotDto = z.infer<typeof snapshotDto>
