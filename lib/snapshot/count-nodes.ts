import { isAnswered } from '@/lib/domain/outcome'
import type { FoldedSnapshot } from './snapshot'

export interface NodeCounts {
  readonly listed: number
  /** Of these, how many this very sweep put a question to; the others were not due. */
  readonly asked: number
  /** Of those listed, how many had answered when they were asked last, in this sweep or before. */
  readonly answered: number
}

/** A text that is no service URI counts as asked in the sweep that found it to be none. */
export const countNodes = ({
  startedAt,
  endedAt,
  nodes,
}: Pick<FoldedSnapshot, 'startedAt' | 'endedAt' | 'nodes'>): NodeCounts => ({
  listed: nodes.length,
  asked: nodes.filter(({ askedAt }) => askedAt >= startedAt && askedAt <= endedAt).length,
  answered: nodes.filter(({ kind }) => isAnswered(kind)).length,
})
