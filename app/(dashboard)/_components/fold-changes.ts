import type { ShownChange } from '../changes/_components/change-kinds'

/** One change, and how many more of its kind the same sweep found at the same node. */
export interface FoldedChange {
  readonly change: ShownChange
  readonly more: number
}

/** A node that comes back comes back with all its offerings: what is alike stands for itself once. Latest first, as given. */
export function foldChanges(changes: readonly ShownChange[], most: number): readonly FoldedChange[] {
  const folded = new Map<string, FoldedChange>()
  for (const change of changes) {
    const key = JSON.stringify([change.kind, change.node_uri, change.found_at])
    const known = folded.get(key)
    if (known || folded.size < most)
      folded.set(key, known ? { ...known, more: known.more + 1 } : { change, more: 0 })
  }
  return [...folded.values()]
}
