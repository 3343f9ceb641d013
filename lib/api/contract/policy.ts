/** Saved policies, part of our own HTTP API. Browser-safe: no server imports. */
import { z } from 'zod'

/** As somebody who saves one writes it. A list is a parameter that is repeated; numbers are best written as texts. */
export const policyBodyDto = z.object({
  description: z.string().max(500).optional(),
  /** Parameters of the list of offerings that choose nodes: its filters, `q`, `sort` and `limit`. */
  filters: z.record(
    z.string(),
    z.union([
      z.string(),
      z.number(),
      z.boolean(),
      z.array(z.union([z.string(), z.number(), z.boolean()])).min(1),
    ]),
  ),
})

export const policyDto = z.object({
  name: z.string().regex(/^[a-z0-9-]{1,64}$/),
  description: z.string(),
  /** In the order they were given; several texts are a parameter that is repeated. */
  filters: z.record(z.string(), z.union([z.string(), z.array(z.string())])),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export type PolicyDto = z.infer<typeof policyDto>

export const policiesDto = z.object({
  count: z.int(),
  /** By name. */
  policies: z.array(policyDto),
})
export type PoliciesDto = z.infer<typeof policiesDto>
