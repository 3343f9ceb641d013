/** How sweeps went, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { moment, outcomeKind } from './shapes'

export const sweepDto = z.object({
  snapshot: z.int().describe('The number of the snapshot that it made.'),
  started_at: moment,
  as_of: moment.describe('When its last node was settled.'),
  duration_ms: z.int(),
  cadence_ms: z.int(),
  vantage: z.string(),
  nodes: z.int().nullable().describe('Nodes that were listed; null for a sweep of an older version.'),
  nodes_asked: z
    .int()
    .nullable()
    .describe(
      'Of these, how many this very sweep asked; null for one of an older version, which did not count them.',
    ),
  nodes_answered: z
    .int()
    .nullable()
    .describe(
      'Of those listed, how many answered when they were asked last, be it in this sweep or before; null for a sweep of an older version.',
    ),
  outcomes: z
    .array(z.object({ outcome: outcomeKind, count: z.int() }))
    .nullable()
    .describe(
      'How the latest question to each listed node had ended by then, also where it is of an earlier sweep; null for a sweep of an older version.',
    ),
  failing_sources: z.array(z.object({ name: z.string(), error: z.string() })),
})
export type SweepDto = z.infer<typeof sweepDto>

export const sweepsDto = z.object({
  sweeps: z.array(sweepDto).describe('Latest first.'),
  next_cursor: z
    .string()
    .nullable()
    .describe('`cursor=` of the next page; null: these are the last ones kept.'),
})
export type SweepsDto = z.infer<typeof sweepsDto>

export const sweepHoursDto = z.object({
  since: moment,
  hours: z
    .array(
      z.object({
        hour: moment.describe('When it began.'),
        sweeps: z.int(),
        mean_duration_ms: z.int(),
        longest_duration_ms: z.int(),
        nodes_asked: z
          .int()
          .nullable()
          .describe(
            'Questions that these sweeps put to nodes; null where one of them is of an older version, which did not count them.',
          ),
        outcomes: z
          .array(z.object({ outcome: outcomeKind, count: z.int() }))
          .describe(
            'At the end of each of these sweeps how the latest question to each listed node had ended, added up: a node counts once for each sweep, also where it was not asked in it.',
          ),
      }),
    )
    .describe('Latest first, without hours in which no sweep ended.'),
})
export type SweepHoursDto = z.infer<typeof sweepHoursDto>
