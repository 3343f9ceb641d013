import type { SweepStatus } from '@/lib/discovery/conductor-report'
import type { StoreHealth } from '@/lib/store/store-health'
import type { HealthDto } from './contract/health'
import type { StoreDto } from './contract/store'
import { isoMoment } from './to-dto'

/** Why whoever runs this server should have a look at it. It answers all the same. */
export function healthToDto({ status }: { readonly status: SweepStatus }, store: StoreHealth): HealthDto {
  const reasons: HealthDto['reasons'] = []
  if (store.state !== 'ok') reasons.push({ code: `store-${store.state}`, detail: store.detail ?? '' })
  if (status.lastError !== null) reasons.push({ code: 'sweep-failing', detail: status.lastError })
  return { status: reasons.length === 0 ? 'ok' : 'degraded', reasons }
}

export const storeToDto = ({
  state,
  since,
  detail,
  lastWriteAt,
  sizeBytes,
  freeBytes,
}: StoreHealth): StoreDto => ({
  state,
  since: since === null ? null : isoMoment(since),
  detail,
  last_write_at: lastWriteAt === null ? null : isoMoment(lastWriteAt),
  size_bytes: sizeBytes,
  free_bytes: freeBytes,
})
