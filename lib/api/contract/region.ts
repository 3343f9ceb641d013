/** Where a node is, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'
import { REGION_SOURCES } from '@/lib/domain/region'

export const regionDto = z
  .object({ name: z.string(), from: z.enum(REGION_SOURCES) })
  .describe(
    "Where a node is, and who says so: the operator's own file, the node, or a database of addresses.",
  )
