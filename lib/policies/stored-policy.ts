import { z } from 'zod'
import type { JsonValue } from '@/lib/livepeer/plain-json'
import type { StoredPolicy } from '@/lib/store/store'
import type { Policy, PolicyDraft } from './policy'

const filters = z.array(z.tuple([z.string(), z.array(z.string())]))

/** What filters alone say. Programs that know no other version read on what was saved before. */
const Filters = z.object({ version: z.literal(1), description: z.string(), filters })

const json: z.ZodType<JsonValue> = z.json()

const Selecting = z.object({
  version: z.literal(2),
  description: z.string(),
  filters,
  selection: z.record(z.string(), json).nullable(),
  private: z.boolean(),
})

/**
 * Another number stands for another shape, so that a policy is never read as something that it does not say: a program
 * that knows version 1 alone serves neither a private one to everybody nor one with rules as if it had none.
 */
const Body = z.discriminatedUnion('version', [Filters, Selecting])

/** A draft as the store keeps it. Equal drafts are equal texts. */
export function formatPolicyBody({ description, filters, selection, isPrivate }: PolicyDraft): string {
  const common = { description, filters: [...filters].map(([parameter, texts]) => [parameter, [...texts]]) }
  return JSON.stringify(
    selection === null && !isPrivate
      ? { version: 1, ...common }
      : { version: 2, ...common, selection, private: isPrivate },
  )
}

/** Null for one that a later version of this program wrote. */
export function policyOf({ name, body, revision, createdAt, updatedAt }: StoredPolicy): Policy | null {
  const parsed = Body.safeParse(JSON.parse(body))
  if (!parsed.success) return null
  const { data } = parsed
  return {
    name,
    description: data.description,
    filters: new Map(data.filters),
    selection: data.version === 1 ? null : data.selection,
    isPrivate: data.version === 1 ? false : data.private,
    saved: { createdAt, updatedAt, revision },
  }
}
