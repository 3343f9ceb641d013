import type { ApiKeyLimits } from '@/lib/domain/api-key'
import type { KeyChange, KeyDraft } from '@/lib/keys/key-board'
import type { KeyChangeBodyDto, NewKeyBodyDto } from '../contract/key'
import { parseMoment } from '../listing/parse-moment'
import { quoted } from '../listing/reading'
import type { ParameterError } from '../search-params'

type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly ParameterError[] }

/** A new key as its author wants it: one that sends jobs, without limits, for ever, where nothing else is said. */
export function readNewKey(body: NewKeyBodyDto, { now }: { readonly now: number }): Reading<KeyDraft> {
  const change = readKeyChange(body, { now })
  const errors = change.ok ? [] : [...change.errors]
  const scopes = [...new Set(body.scopes ?? (['route'] as const))]
  if (scopes.length === 0) errors.push({ parameter: 'scopes', detail: 'is empty; leave it out for `route`' })
  if (!change.ok || errors.length > 0) return { ok: false, errors }
  const { name = '', limits, expiresAt = null } = change.value
  return { ok: true, value: { name, scopes, limits: { ...NO_LIMITS, ...limits }, expiresAt } }
}

export function readKeyChange(body: KeyChangeBodyDto, { now }: { readonly now: number }): Reading<KeyChange> {
  const errors: ParameterError[] = []
  const refuse = (parameter: string, detail: string) => errors.push({ parameter, detail })
  const name = body.name?.trim()
  if (name === '') refuse('name', 'is empty; say in a few words whose it is')
  if (name !== undefined && /[\p{Cc}\p{Surrogate}]/u.test(name))
    refuse('name', 'holds control characters or half a character; write it in one line')
  const { expires_at: expiry } = body
  const expiresAt = typeof expiry === 'string' ? parseMoment(expiry) : null
  if (typeof expiry === 'string' && expiresAt === null)
    refuse('expires_at', `${quoted(expiry)} is not a moment such as 2099-01-31T12:00:00Z`)
  if (typeof expiry === 'string' && expiresAt !== null && expiresAt <= now)
    refuse('expires_at', `${quoted(expiry)} is over already`)
  const { spend_wei_per_day: spend } = body.limits ?? {}
  const isAmount = typeof spend === 'string' && /^[1-9]\d*$/.test(spend)
  if (typeof spend === 'string' && !isAmount)
    refuse('limits.spend_wei_per_day', `${quoted(spend)} is not a whole number of wei above zero`)
  if (errors.length > 0) return { ok: false, errors }
  return {
    ok: true,
    value: {
      ...(name !== undefined && { name }),
      ...(body.limits && { limits: limitsOf(body.limits, isAmount ? BigInt(spend) : null) }),
      ...(expiry !== undefined && { expiresAt }),
    },
  }
}

const NO_LIMITS: ApiKeyLimits = { requestsPerMinute: null, concurrency: null, spendWeiPerDay: null }

const limitsOf = (
  given: NonNullable<KeyChangeBodyDto['limits']>,
  spendWeiPerDay: bigint | null,
): Partial<ApiKeyLimits> => ({
  ...(given.requests_per_minute !== undefined && { requestsPerMinute: given.requests_per_minute }),
  ...(given.concurrency !== undefined && { concurrency: given.concurrency }),
  ...(given.spend_wei_per_day !== undefined && { spendWeiPerDay }),
})
