import type { ChangeDto } from './change'

/** Changes that say as much together: of one node, found by one sweep. */
export interface FoldedChange<Change extends ChangeDto = ChangeDto> {
  /** The one that stands for all: what became of the node where its offerings came or left with it, else the first. */
  readonly change: Change
  /** The others, in their order. */
  readonly rest: readonly Change[]
  /** There are further changes than were given, and some of them may belong here. */
  readonly isCut: boolean
}

/**
 * A node that comes back comes back with all its offerings, and one that leaves takes them along: that is one thing to
 * tell, and so is what is alike. The order is that of the first of each. Where there are `most` none begins any more,
 * while those that stand go on counting. `isCut`: these are not all, and the last may belong to more than are here.
 */
export function foldChanges<Change extends ChangeDto>(
  changes: readonly Change[],
  {
    most = Number.POSITIVE_INFINITY,
    isCut = false,
  }: { readonly most?: number; readonly isCut?: boolean } = {},
): readonly FoldedChange<Change>[] {
  const folds = new Map<string, { change: Change; rest: Change[] }>()
  for (const change of changes) {
    const key = keyOf(change)
    const fold = folds.get(key)
    if (fold === undefined) {
      if (folds.size < most) folds.set(key, { change, rest: [] })
    } else if (isOfNode(change)) {
      fold.rest.unshift(fold.change)
      fold.change = change
    } else fold.rest.push(change)
  }
  const last = changes.at(-1)
  const cut = isCut && last ? folds.get(keyOf(last)) : undefined
  return Array.from(folds.values(), (fold) => ({ ...fold, isCut: fold === cut }))
}

function keyOf(change: ChangeDto): string {
  if (change.kind === 'snapshot') return `${change.id}`
  return JSON.stringify([change.node_uri, change.snapshot_id, causeOf(change)])
}

function causeOf(change: ChangeDto): string {
  switch (change.kind) {
    case 'node-joined':
    case 'node-back':
    case 'offering-added':
      return 'came'
    case 'node-left':
      return 'gone node-left'
    case 'offering-gone':
      return `gone ${change.reason}`
    default:
      return change.kind
  }
}

/** Stays the same when earlier ones join it. */
export const latestId = ({ change, rest }: FoldedChange): number =>
  Math.max(change.id, ...rest.map(({ id }) => id))

const isOfNode = ({ kind }: ChangeDto): boolean =>
  kind === 'node-joined' || kind === 'node-back' || kind === 'node-left'
