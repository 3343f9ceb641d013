import { Abbreviated } from '../../../_components/abbreviated'
import { displayUri } from '../../../_components/display-text'
import { nodeAnchor } from '../../offerings/_components/node-anchor'

/**
 * A node, leading to its row among all nodes. A plain link: Next's own decodes the fragment and would find no such id,
 * and the browser marks the row only after a navigation of its own.
 */
export function NodeLink({ uri }: { uri: string }) {
  return (
    <a href={`/offerings#${nodeAnchor(uri)}`} className="link">
      <Abbreviated text={displayUri(uri)} max={56} />
    </a>
  )
}
