'use client'

import { type FoldedChange, foldChanges, latestId } from '@/lib/api/contract/fold-changes'
import { foldedEvent } from '@/lib/api/contract/folded-title'
import { Badge } from '../../_components/badge'
import { displayText } from '../../_components/display-text'
import { formatCount, formatMoment } from '../../_components/format'
import { ModelLink } from '../../_components/model-link'
import { RelativeTime } from '../../_components/relative-time'
import { faceOf, type ShownChange } from '../changes/_components/change-kinds'
import { NodeOwnerLink } from './node-owner-link'

const TIME_STEP_MS = 10_000
const MAX_SHOWN = 8

/** The latest changes in a sentence each, with the ways to whoever they are of; on a phone half as many. */
export function ChangeList({
  changes,
  isCut,
  madeAt,
}: {
  changes: readonly ShownChange[]
  /** There are earlier ones. */
  isCut: boolean
  madeAt: string
}) {
  return (
    <ul
      aria-label="Latest changes"
      className="grid flex-1 content-start gap-2 px-3 pt-2 pb-3 text-sm max-sm:[&>li:nth-child(n+5)]:hidden"
    >
      {foldChanges(changes, { most: MAX_SHOWN, isCut }).map((folded) => (
        <ChangeItem key={latestId(folded)} folded={folded} madeAt={madeAt} />
      ))}
    </ul>
  )
}

function ChangeItem({ folded, madeAt }: { folded: FoldedChange<ShownChange>; madeAt: string }) {
  const { change } = folded
  const { label, tone, Icon } = faceOf(change)
  const offering = 'offering' in change ? change.offering : null
  return (
    <li className="grid gap-x-2 gap-y-0.5 sm:grid-cols-[8.5rem_minmax(0,1fr)]">
      <span className="flex items-start justify-between gap-2 sm:block">
        <Badge Icon={Icon} tone={tone}>
          {label}
        </Badge>
        <span className="block text-xs text-muted" title={formatMoment(change.found_at)}>
          <RelativeTime iso={change.found_at} stepMs={TIME_STEP_MS} madeAt={madeAt} />
        </span>
      </span>
      <span className="min-w-0">
        <NodeOwnerLink nodeUri={change.node_uri} orchestrator={change.orchestrator} />{' '}
        <bdi>{displayText(foldedEvent(change, folded))}</bdi>
        {offering?.model != null && (
          <span className="block text-xs text-muted">
            {displayText(offering.pipeline)} · <ModelLink id={offering.model} max={48} />
          </span>
        )}
        {change.kind === 'many-changes' && (
          <span className="block text-xs text-muted">{formatCount(change.left_out)} left out</span>
        )}
      </span>
    </li>
  )
}
