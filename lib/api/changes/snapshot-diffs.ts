import { boundChanges } from '@/lib/catalog/bound-changes'
import { changesByNode } from '@/lib/catalog/diff-snapshots'
import type { NodeChange, OfferingChange } from '@/lib/domain/change'
import { type ChangeFilter, fitsFilter } from '@/lib/domain/change-filter'
import type { Snapshot } from '@/lib/snapshot/snapshot'
import type { Store } from '@/lib/store/store'
import { turnOfOthers } from '@/lib/turn-of-others'
import { createKeptPromises } from '../create-kept'

/** What is different between two snapshots, and between which. */
export interface SnapshotDiff {
  readonly before: SnapshotRef
  readonly after: SnapshotRef
  readonly changes: readonly (NodeChange | OfferingChange)[]
}

export type SnapshotRef = Pick<Snapshot, 'id' | 'endedAt'>

/**
 * Far more than a real network differs in over months; what a node has beyond that is counted in `many-changes`, as in
 * the feed.
 */
const LIMITS = { maxPerNode: 5_000, maxTotal: 50_000 }
/** People page through a few at a time. */
const MAX_KEPT = 4
/** Nodes compared without a break in between: most of them say what they said before. */
const NODES_PER_STEP = 50

/** Differences of snapshots, those asked for last kept ready. */
export class SnapshotDiffs {
  readonly #kept = createKeptPromises<SnapshotDiff | null>(MAX_KEPT)

  constructor(
    private readonly store: Pick<Store, 'readSnapshotAt' | 'readSnapshotPlaceAt' | 'readOldestSnapshotAt'>,
  ) {}

  /** When the oldest kept snapshot ended (ms); null: there is none. */
  oldestAt(): Promise<number | null> {
    return this.store.readOldestSnapshotAt()
  }

  /** Between the last snapshots that had ended by two moments (ms); null: none is kept from so long ago. */
  async between(fromAt: number, toAt: number, filter: ChangeFilter): Promise<SnapshotDiff | null> {
    const places = [await this.store.readSnapshotPlaceAt(fromAt), await this.store.readSnapshotPlaceAt(toAt)]
    const key = `${places.map((place) => place?.snapshotId).join(' ')} ${keyOf(filter)}`
    return this.#kept(key, () => this.#make(fromAt, toAt, filter))
  }

  async #make(fromAt: number, toAt: number, filter: ChangeFilter): Promise<SnapshotDiff | null> {
    const before = await this.store.readSnapshotAt(fromAt)
    const after = before && (await this.store.readSnapshotAt(toAt))
    if (!after) return null
    const byNode: (NodeChange | OfferingChange)[][] = []
    let compared = 0
    for (const changes of changesByNode(lookAt(before.snapshot, filter), lookAt(after.snapshot, filter))) {
      byNode.push(changes.filter((change) => fitsFilter(change, filter)))
      compared += 1
      if (compared % NODES_PER_STEP === 0) await turnOfOthers()
    }
    return {
      before: refOf(before.snapshot),
      after: refOf(after.snapshot),
      changes: boundChanges(byNode, LIMITS),
    }
  }
}

/** Of the nodes that are meant. */
const lookAt = ({ endedAt, nodes }: Snapshot, { nodeUris }: ChangeFilter) => ({
  endedAt,
  nodes: nodeUris === null ? nodes : nodes.filter(({ uri }) => nodeUris.has(uri)),
})

const refOf = ({ id, endedAt }: Snapshot): SnapshotRef => ({ id, endedAt })

const keyOf = (filter: ChangeFilter): string =>
  JSON.stringify(Object.values(filter).map((wanted) => (wanted instanceof Set ? [...wanted].sort() : wanted)))
