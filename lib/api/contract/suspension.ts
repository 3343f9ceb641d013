/** Who is suspended, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { FAULT_CAUSES } from '@/lib/domain/job-result'
import { OFFERING_KINDS } from '@/lib/domain/offering-kind'
import { SUSPENSION_SCOPES, SUSPENSION_STATES } from '@/lib/domain/suspension'
import { moment } from './shapes'

const ms = z.int().min(0)

export const suspensionBodyDto = z.strictObject({
  reason: z.string().min(1).max(500).describe('For people, in one line. Everybody can read it.'),
  until: z
    .string()
    .optional()
    .describe('A moment to come, such as 2099-01-31T12:00:00Z; left out: until it is lifted.'),
})

export const suspensionDto = z
  .object({
    scope: z.enum(SUSPENSION_SCOPES),
    id: z.string().describe('Of the offering, or the URI of the node, as in the lists of them.'),
    node_uri: z.string().nullable().describe('Null: the catalog does not know the offering now.'),
    offering: z
      .object({
        kind: z.enum(OFFERING_KINDS),
        pipeline: z.string(),
        model: z.string().nullable().describe('Null when the node does not say which.'),
      })
      .nullable()
      .describe('Null for a node, and for an offering that the catalog does not know now.'),
    state: z
      .enum(SUSPENSION_STATES)
      .describe(
        '`suspended`: it gets no jobs. `trial`: its time is over, and one job at a time may tell whether it is well. `recovering`: it is well again, and gets more from minute to minute.',
      ),
    by_hand: z.boolean().describe('An operator placed it.'),
    cause: z
      .string()
      .nullable()
      .describe('What led to it, or what the operator wrote; null while it recovers.'),
    since: moment.describe('Since when it is suspended, also over trials that failed; or recovers.'),
    reopens_at: moment
      .nullable()
      .describe('When it is, or was, tried again; null: when it is lifted, or it recovers.'),
    trial_taken: z.boolean().describe('Whether a job that tries is on its way.'),
    share: z
      .number()
      .min(0)
      .max(1)
      .nullable()
      .describe('While it recovers: of the jobs that it would get otherwise.'),
    jobs: z
      .object({ successes: z.int(), faults: z.int() })
      .describe('Of the window that ended with the last job that counted.'),
    times_opened: z.int().describe('How often jobs suspended it, since that was last forgotten or lifted.'),
  })
  .describe('An offering, or a node with all that it offers, that is not trusted now.')
export type SuspensionDto = z.infer<typeof suspensionDto>

export const suspensionsDto = z.object({
  count: z.int().describe('Of these.'),
  total: z.int().describe('Of all that fit.'),
  suspensions: z.array(suspensionDto).describe('Nodes before offerings; of either the latest first.'),
})
export type SuspensionsDto = z.infer<typeof suspensionsDto>

export const suspensionMethodDto = z.object({
  settings: z.object({
    consecutive: z.int().describe('Faults in a row that suspend.'),
    ratio: z.number().describe('Share of faults among the jobs of the window that suspends,'),
    min_samples: z.int().describe('once there are so many of them.'),
    window_ms: ms,
    open_ms: ms.describe('The first suspension; each further one takes twice as long,'),
    max_open_ms: ms.describe('up to this.'),
    open_jitter: z.number().describe('Of its length, by which chance shortens it.'),
    slow_start_ms: ms.describe('From a trial that went well to full trust.'),
    start_share: z.number().describe('The share of jobs right after that trial.'),
    consecutive_while_recovering: z.int().describe('Faults in a row that suspend again meanwhile.'),
    calm_ms: ms.describe('Every such span without a fault takes one doubling back.'),
    trial_ms: ms.describe('A trial of which nothing is heard for so long is taken for lost.'),
    node_faults: z.int().describe('A node is suspended as a whole after so many of its own faults in a row,'),
    node_offerings: z.int().describe('of so many offerings within the window.'),
  }),
  faults: z
    .array(
      z.object({
        cause: z.enum(FAULT_CAUSES),
        meaning: z.string(),
        of_node: z.boolean().describe('Whether it counts for the node as a whole, too.'),
      }),
    )
    .describe('What counts against whoever ran a job.'),
  neutral: z.array(z.string()).describe('What never counts, neither for nor against.'),
  rules: z.array(z.string()).describe('In words.'),
})
export type SuspensionMethodDto = z.infer<typeof suspensionMethodDto>
