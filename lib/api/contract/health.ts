/** Whether the server is well, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'

const HEALTH_REASONS = ['store-read-only', 'store-full', 'store-failing', 'sweep-failing'] as const
export const healthDto = z.object({
  status: z.enum(['ok', 'degraded']).describe('A degraded server answers with what it has.'),
  reasons: z.array(z.object({ code: z.enum(HEALTH_REASONS), detail: z.string() })),
})
export type HealthDto = z.infer<typeof healthDto>
