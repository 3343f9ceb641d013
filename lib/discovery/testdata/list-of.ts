import { type ListedNode, mergeListedNodes } from '../listed-nodes'

/** Nodes as one source would name them. */
export const listOf = (uris: readonly string[]): ListedNode[] =>
  mergeListedNodes(new Map([['list', { uris, readAt: 0, error: null }]]), new Map([['list', 60_000]]))
