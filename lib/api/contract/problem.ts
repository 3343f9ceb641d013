/** Why a request failed, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'

export const problemDto = z
  .object({
    type: z.string().describe('`/problems#` and a kind that keeps its meaning.'),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z
      .array(z.object({ parameter: z.string(), detail: z.string() }))
      .optional()
      .describe('Which parameter, or part of a body, and what would be right.'),
  })
  .describe(
    'RFC 9457 problem document: what every refused or failed request of our own API is answered with.',
  )
export type ProblemDto = z.infer<typeof problemDto>
