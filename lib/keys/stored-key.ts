import { z } from 'zod'
import { type ApiKey, KEY_SCOPES } from '@/lib/domain/api-key'
import type { StoredKey } from '@/lib/store/kept-keys'

/** What stands in the body of a row; the rest has columns of its own. */
export type KeyBody = Pick<ApiKey, 'name' | 'hint' | 'scopes' | 'limits' | 'createdAt' | 'expiresAt'>

const count = z.int().min(1).nullable()

const Body = z.object({
  version: z.literal(1),
  name: z.string(),
  hint: z.string(),
  scopes: z.array(z.enum(KEY_SCOPES)),
  limits: z.object({
    requestsPerMinute: count,
    concurrency: count,
    spendWeiPerDay: z.string().regex(/^\d+$/).transform(BigInt).nullable(),
  }),
  createdAt: z.number(),
  expiresAt: z.number().nullable(),
})

export function formatKeyBody({ name, hint, scopes, limits, createdAt, expiresAt }: KeyBody): string {
  const { requestsPerMinute, concurrency, spendWeiPerDay } = limits
  return JSON.stringify({
    version: 1,
    name,
    hint,
    scopes,
    limits: { requestsPerMinute, concurrency, spendWeiPerDay: spendWeiPerDay?.toString() ?? null },
    createdAt,
    expiresAt,
  })
}

/** Null for one that a later version of this program wrote: what it may do is not known here, so it may do nothing. */
export function parseKeyBody(body: string): KeyBody | null {
  const parsed = Body.safeParse(JSON.parse(body))
  if (!parsed.success) return null
  const { version: _, ...rest } = parsed.data
  return rest
}

export function keyOf({ id, body, revokedAt, lastUsedAt }: StoredKey): ApiKey | null {
  const parsed = parseKeyBody(body)
  return parsed && { id, ...parsed, revokedAt, lastUsedAt }
}
