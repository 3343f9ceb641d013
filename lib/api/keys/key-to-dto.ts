import { type ApiKey, dayOf, keyState, startOfDay } from '@/lib/domain/api-key'
import type { KeyLimits, KeyUsage } from '@/lib/keys/key-limits'
import type { KeyDto } from '../contract/key'
import { isoMoment } from '../to-dto'

export function keyToDto(
  key: ApiKey,
  { keyLimits, now }: { readonly keyLimits: Pick<KeyLimits, 'usage'>; readonly now: number },
): KeyDto {
  const { id, name, hint, scopes, limits } = key
  const moment = (at: number | null): string | null => (at === null ? null : isoMoment(at))
  return {
    id,
    name,
    hint,
    state: keyState(key, now),
    scopes: [...scopes],
    limits: {
      requests_per_minute: limits.requestsPerMinute,
      concurrency: limits.concurrency,
      spend_wei_per_day: limits.spendWeiPerDay?.toString() ?? null,
    },
    created_at: isoMoment(key.createdAt),
    expires_at: moment(key.expiresAt),
    revoked_at: moment(key.revokedAt),
    last_used_at: moment(key.lastUsedAt),
    usage: usageToDto(keyLimits.usage(key), now),
  }
}

export const usageToDto = ({ spentWeiToday, jobsInFlight }: KeyUsage, now: number): KeyDto['usage'] => ({
  day: isoMoment(startOfDay(dayOf(now))).slice(0, 10),
  spent_wei: spentWeiToday.toString(),
  jobs_in_flight: jobsInFlight,
})
