import { expiresAt } from '@/lib/domain/freshness'
import type { RunnersOfAddress } from '@/lib/domain/live-runner'
import type { NodeObservation } from '@/lib/snapshot/snapshot'

/** A node's live runners that still count at `now` (ms), with the moment (ms) they were read; null: it lists none. */
export function currentRunners(
  { runners, cadenceMs }: Pick<NodeObservation, 'runners' | 'cadenceMs'>,
  now: number,
): { readonly readAt: number; readonly listings: readonly RunnersOfAddress[] } | null {
  if (runners?.readAt == null || now > expiresAt(runners.readAt, cadenceMs)) return null
  return { readAt: runners.readAt, listings: runners.listings }
}
