/** Offerings put together by a name, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { rollUpKeys } from './roll-up'

export const groupDto = z
  .object({
    name: z.string(),
    label: z
      .string()
      .nullable()
      .describe('What people call an orchestrator; null for others, and when nobody says.'),
    models: z.int(),
    ...rollUpKeys,
  })
  .describe('A pipeline, a region, or an orchestrator by its address.')
export type GroupDto = z.infer<typeof groupDto>
