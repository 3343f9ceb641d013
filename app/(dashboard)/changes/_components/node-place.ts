import { withAsOf } from '../../../_components/use-as-of'
import { nodeAnchor } from '../../offerings/_components/node-anchor'
import type { ShownChange } from './change-kinds'

/**
 * Where the node of a change is shown: in today's list where it is in it, else in the list as of the change. With the
 * very sweep that found it gone it is in none any more, but still in the one before.
 */
export function nodePlace(change: ShownChange, listed: ReadonlySet<string>): string {
  const place = `/offerings#${nodeAnchor(change.node_uri)}`
  if (listed.has(change.node_uri)) return place
  const isGone =
    change.kind === 'node-left' || (change.kind === 'offering-gone' && change.reason === 'node-left')
  const at = Date.parse(change.found_at) - (isGone ? 1 : 0)
  return withAsOf(place, new Date(at).toISOString())
}
