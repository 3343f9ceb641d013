import Link from 'next/link'
import { changeTitle } from '@/lib/api/contract/change-title'
import { Abbreviated } from '../../../_components/abbreviated'
import { Badge } from '../../../_components/badge'
import { displayText, displayUri } from '../../../_components/display-text'
import { formatClock, formatMoment } from '../../../_components/format'
import { modelHref } from '../../../_components/model-href'
import { NameText } from '../../../_components/name-text'
import { faceOf, type ShownChange } from './change-kinds'
import { ChangeTurn } from './change-turn'
import { nodePlace } from './node-place'

/** One change: when it was found, what it is, where, and what it turned into what. */
export function ChangeRow({
  change,
  listed,
}: {
  change: ShownChange
  /** Nodes that are known to be listed now. */
  listed: ReadonlySet<string>
}) {
  const { label, tone, Icon } = faceOf(change)
  return (
    <tr title={displayText(changeTitle(change))}>
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
            <NameText text={change.offering.pipeline} />
            {change.offering.model !== null && (
              <>
                {' · '}
                <Link href={modelHref(change.offering.model)} className="link">
                  <NameText text={change.offering.model} />
                </Link>
              </>
            )}
            {change.offering.gpu !== null && (
              <span className="text-muted">
                {' · '}
                <bdi>{displayText(change.offering.gpu)}</bdi>
              </span>
            )}
          </span>
        )}
      </td>
      <td className="wide">
        <ChangeTurn change={change} />
      </td>
    </tr>
  )
}
