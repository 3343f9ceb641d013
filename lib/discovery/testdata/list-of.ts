import { type ListedNode, mergeListedNodes } from '../listed-nodes'

/** Nodes as one source would name them. */
export const listOf = (uris: readonly string[]): ListedNode[] =>
  mergeListedNodes([{ name: 'list', entries: uris.map((uri) => ({ uri })), cadenceMs: 60_000 }])
