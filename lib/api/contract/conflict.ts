/** Where sources disagree, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'

export const conflictDto = z
  .object({
    node_uri: z.string(),
    kind: z
      .enum(['several-owners', 'other-payee', 'several-scores'])
      .describe(
        '`several-owners`: sources say it belongs to different orchestrators. `other-payee`: it is paid to none of those they name.',
      ),
    claims: z
      .array(z.object({ source: z.string(), orchestrator: z.string() }))
      .describe('Which source says whose node it is.'),
    payee: z
      .string()
      .nullable()
      .describe('Who the node itself says is paid; null where that is not the matter.'),
    scores: z.array(z.object({ source: z.string(), score: z.number() })),
  })
  .describe('Where those who speak of a node do not agree.')
export type ConflictDto = z.infer<typeof conflictDto>
