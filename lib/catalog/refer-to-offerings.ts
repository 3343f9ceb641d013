import type { OfferingChange } from '@/lib/domain/change'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import { aboutOffering, offeringsById } from './diff-snapshots'

export type AboutOffering = Pick<OfferingChange, 'nodeUri' | 'orchestrator' | 'offering'>

/** Offerings of a snapshot as changes call them, by their ids; those that are not in it are left out. */
export function referToOfferings(
  { endedAt, nodes }: Pick<Snapshot, 'endedAt' | 'nodes'>,
  ids: ReadonlySet<string>,
): ReadonlyMap<string, AboutOffering> {
  const found = new Map<string, AboutOffering>()
  if (ids.size === 0) return found
  for (const node of nodes)
    for (const [id, offering] of offeringsById(node, endedAt))
      if (ids.has(id)) found.set(id, aboutOffering(offering, endedAt))
  return found
}
