import { z } from 'zod'
import type { StoredPolicy } from '@/lib/store/store'
import type { Policy, PolicyDraft } from './policy'

/** Another number stands for another shape, so that a policy is never read as something that it does not say. */
const VERSION = 1

const Body = z.object({
  version: z.literal(VERSION),
  description: z.string(),
  filters: z.array(z.tuple([z.string(), z.array(z.string())])),
})

/** A draft as the store keeps it. Equal drafts are equal texts. */
export function formatPolicyBody({ description, filters }: PolicyDraft): string {
  const body: z.input<typeof Body> = {
    version: VERSION,
    description,
    filters: [...filters].map(([parameter, texts]) => [parameter, [...texts]]),
  }
  return JSON.stringify(body)
}

/** Null for one that a later version of this program wrote. */
export function policyOf({ name, body, revision, createdAt, updatedAt }: StoredPolicy): Policy | null {
  const parsed = Body.safeParse(JSON.parse(body))
  if (!parsed.success) return null
  const { description, filters } = parsed.data
  return { name, description, filters: new Map(filters), createdAt, updatedAt, revision }
}
