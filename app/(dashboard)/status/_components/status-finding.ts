import type { StatusDto } from '@/lib/api/contract/status'

const STORE_FINDINGS: Readonly<Record<StatusDto['store']['state'], string | null>> = {
  ok: null,
  full: 'The disk is full: what is known is served, nothing new is stored',
  'read-only': 'The database is read-only: what is known is served, nothing new is stored',
  failing: 'The database fails: what is known is served',
}

/** The page in one sentence: the worst of what is wrong. */
export function statusFinding({
  store,
  snapshot,
  sweep,
}: Pick<StatusDto, 'store' | 'snapshot' | 'sweep'>): string {
  const ofStore = STORE_FINDINGS[store.state]
  if (ofStore) return ofStore
  if (sweep.last_error !== null) return 'Something went wrong with the latest sweep'
  if (snapshot === null) return 'Nothing was collected yet'
  return 'All is well'
}
