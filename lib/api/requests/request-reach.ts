import type { RequestFilter } from '@/lib/domain/request-filter'
import type { RequestStart } from '@/lib/domain/routed-request'

/** Which requests somebody may read: all, or those that one API key was sent with. */
export type RequestReach = { readonly kind: 'all' } | { readonly kind: 'own'; readonly keyId: string }

/** Whether it may be told that there is such a request. */
export const reaches = (reach: RequestReach, { keyId }: Pick<RequestStart, 'keyId'>): boolean =>
  reach.kind === 'all' || keyId === reach.keyId

/** What is asked for, of what may be read: other keys have nothing, as ones that do not exist. */
export function withinReach(filter: RequestFilter, reach: RequestReach): RequestFilter {
  if (reach.kind === 'all') return filter
  const asked = filter.keys === null || filter.keys.has(reach.keyId)
  return { ...filter, keys: new Set(asked ? [reach.keyId] : []) }
}
