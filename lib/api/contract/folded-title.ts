import type { ChangeDto } from './change'
import { changeEvent, changeTitle, nodeName } from './change-title'
import type { FoldedChange } from './fold-changes'

/** What happened, in one line for people: `host:8935: is back, with 12 offerings`. */
export const foldedTitle = ({ change, rest }: FoldedChange): string =>
  change.kind === 'snapshot'
    ? changeTitle(change)
    : `${nodeName(change.node_uri)}: ${foldedEvent(change, rest)}`

/** The same without the node; `rest` are the others that `change` stands for. */
export function foldedEvent(
  change: Exclude<ChangeDto, { kind: 'snapshot' }>,
  rest: FoldedChange['rest'],
): string {
  const along = foldedRest(change, rest)
  if (along === null) return changeEvent(change)
  const event = isAlike(change, rest)
    ? changeEvent(change)
    : (WITH_OFFERINGS[change.kind] ?? changeEvent(change))
  return `${event}, ${along}`
}

const WITH_OFFERINGS: Partial<Record<ChangeDto['kind'], string>> = {
  'node-back': 'is back',
  'node-left': 'left',
}

/** Which others there are; null: none. */
export function foldedRest(change: Pick<ChangeDto, 'kind'>, rest: FoldedChange['rest']): string | null {
  const count = rest.length
  if (count === 0) return null
  return isAlike(change, rest)
    ? `and ${count} more of ${count === 1 ? 'its' : 'their'} kind`
    : `with ${count} ${count === 1 ? 'offering' : 'offerings'}`
}

/** Else offerings came or left with their node. */
const isAlike = ({ kind }: Pick<ChangeDto, 'kind'>, rest: FoldedChange['rest']): boolean =>
  rest.every((other) => other.kind === kind)
