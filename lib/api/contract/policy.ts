/** Saved policies, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'

const value = z.union([z.string(), z.number(), z.boolean()])

/** As somebody who saves one writes it; what the filters mean is read by the list of offerings. */
export const policyBodyDto = z.object({
  description: z.string().max(500).optional().describe('For people, in one line.'),
  filters: z
    .record(z.string(), z.union([value, z.array(value).min(1)]))
    .describe(
      'Parameters of the list of offerings that choose nodes: its filters, `q`, `sort` and `limit`. A list is a parameter that is repeated; a number keeps its spelling.',
    ),
})

export const policyDto = z
  .object({
    name: z.string().regex(/^[a-z0-9-]{1,64}$/),
    description: z.string(),
    filters: z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .describe('As they were given, in texts; several are a parameter that is repeated.'),
    created_at: z.iso.datetime(),
    updated_at: z.iso.datetime(),
  })
  .describe('A named set of filters, for `policy=`.')
export type PolicyDto = z.infer<typeof policyDto>

export const policiesDto = z.object({
  count: z.int(),
  policies: z.array(policyDto).describe('By name.'),
})
export type PoliciesDto = z.infer<typeof policiesDto>
