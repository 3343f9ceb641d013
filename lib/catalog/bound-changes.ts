import type { NodeChange, OfferingChange } from '@/lib/domain/change'

type Changes = readonly (NodeChange | OfferingChange)[]

/** A node that flips thousands of prices in every sweep shall neither fill the disk nor push out the others. */
const MAX_PER_NODE = 500
/** Of one sweep: as much as is written without holding up everything else. */
const MAX_TOTAL = 20_000

/**
 * Cuts what is too much, and says so: a node's last change is then `many-changes` with the number of those left out.
 * Nodes with few changes keep them all, however many the others have.
 */
export function boundChanges(
  byNode: readonly Changes[],
  { maxPerNode = MAX_PER_NODE, maxTotal = MAX_TOTAL }: { maxPerNode?: number; maxTotal?: number } = {},
): (NodeChange | OfferingChange)[] {
  const limit = fairLimit(byNode, { maxPerNode, maxTotal })
  return byNode.flatMap((changes) => {
    const [first] = changes
    if (first === undefined || changes.length <= limit) return changes
    const { nodeUri, orchestrator, observedAt } = first
    const kept = changes.slice(0, limit)
    const leftOut = changes.length - kept.length
    return [...kept, { kind: 'many-changes' as const, nodeUri, orchestrator, observedAt, leftOut }]
  })
}

/** The most that every node may have, so that all together stay below the total: at least one each. */
function fairLimit(
  byNode: readonly Changes[],
  { maxPerNode, maxTotal }: { maxPerNode: number; maxTotal: number },
): number {
  const counts = byNode.map(({ length }) => Math.min(length, maxPerNode)).sort((a, b) => a - b)
  let left = maxTotal
  for (const [i, count] of counts.entries()) {
    const share = Math.floor(left / (counts.length - i))
    if (count > share) return Math.max(1, share)
    left -= count
  }
  return maxPerNode
}
