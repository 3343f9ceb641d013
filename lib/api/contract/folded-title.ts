import type { ChangeDto } from './change'
import { changeEvent, changeTitle, nodeName } from './change-title'
import type { FoldedChange } from './fold-changes'

/** What happened, in one line for people: `host:8935: is back, with 12 offerings`. */
export const foldedTitle = (folded: FoldedChange): string =>
  folded.change.kind === 'snapshot'
    ? changeTitle(folded.change)
    : `${nodeName(folded.change.node_uri)}: ${foldedEvent(folded.change, folded)}`

/** The same without the node; `change` is the one that stands for all. */
export function foldedEvent(change: Exclude<ChangeDto, { kind: 'snapshot' }>, folded: FoldedChange): string {
  const along = foldedRest(folded)
  if (along === null) return changeEvent(change)
  const event = isAlike(folded) ? changeEvent(change) : (WITH_OFFERINGS[change.kind] ?? changeEvent(change))
  return `${event}, ${along}`
}

const WITH_OFFERINGS: Partial<Record<ChangeDto['kind'], string>> = {
  'node-back': 'is back',
  'node-left': 'left',
}

/** Which others there are; null: none. */
export function foldedRest(folded: FoldedChange): string | null {
  const { length } = folded.rest
  if (length === 0) return null
  const count = folded.isCut ? `at least ${length}` : `${length}`
  return isAlike(folded)
    ? `and ${count} more of ${length === 1 ? 'its' : 'their'} kind`
    : `with ${count} ${length === 1 ? 'offering' : 'offerings'}`
}

/** Else offerings came or left with their node. */
const isAlike = ({ change: { kind }, rest }: FoldedChange): boolean =>
  rest.every((other) => other.kind === kind)
