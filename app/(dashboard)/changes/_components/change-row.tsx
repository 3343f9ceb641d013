import type { FoldedChange } from '@/lib/api/contract/fold-changes'
import { foldedTitle } from '@/lib/api/contract/folded-title'
import { Abbreviated } from '../../../_components/abbreviated'
import { Badge } from '../../../_components/badge'
import { displayText, displayUri } from '../../../_components/display-text'
import { formatClock, formatMoment } from '../../../_components/format'
import { faceOf, type ShownChange } from './change-kinds'
import { ChangeTurn } from './change-turn'
import { ChangedOffering } from './changed-offering'
import { FoldedChanges } from './folded-changes'
import { nodePlace } from './node-place'

/** One change: when it was found, what it is, where, what it turned into what, and which others it stands for. */
export function ChangeRow({
  folded,
  listed,
}: {
  folded: FoldedChange<ShownChange>
  /** Nodes that are known to be listed now. */
  listed: ReadonlySet<string>
}) {
  const { change } = folded
  const { label, tone, Icon } = faceOf(change)
  return (
    <tr title={displayText(foldedTitle(folded))}>
      <td className="whitespace-nowrap">
        <time dateTime={change.found_at} title={formatMoment(change.found_at)}>
          {formatClock(change.found_at)}
        </time>
      </td>
      <td>
        <Badge Icon={Icon} tone={tone}>
          {label}
        </Badge>
      </td>
      <td className="wide">
        <a href={nodePlace(change, listed)} className="link">
          <Abbreviated text={displayUri(change.node_uri)} max={48} />
        </a>
        {'offering' in change && change.offering !== null && (
          <span className="block text-xs">
            <ChangedOffering offering={change.offering} />
          </span>
        )}
      </td>
      <td className="wide">
        <ChangeTurn change={change} />
        <FoldedChanges folded={folded} />
      </td>
    </tr>
  )
}
