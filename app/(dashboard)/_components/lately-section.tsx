'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { changeEvent } from '@/lib/api/contract/change-title'
import { noteworthyChangesQuery } from '@/lib/api/queries'
import { Badge } from '../../_components/badge'
import { displayText } from '../../_components/display-text'
import { formatCount, formatMoment } from '../../_components/format'
import { ModelLink } from '../../_components/model-link'
import { QueryNotice } from '../../_components/query-notice'
import { RelativeTime } from '../../_components/relative-time'
import { useAsOf } from '../../_components/use-as-of'
import { faceOf, type ShownChange } from '../changes/_components/change-kinds'
import { NodeOwnerLink } from './node-owner-link'

const isShown = (change: { readonly kind: string }): change is ShownChange => change.kind !== 'snapshot'
const TIME_STEP_MS = 10_000

/** What changed of late that somebody who buys would want to know. */
export function LatelySection({ madeAt }: { madeAt: string }) {
  const asOf = useAsOf()
  const query = useQuery(noteworthyChangesQuery(asOf))
  const changes = query.data?.changes.filter(isShown) ?? []
  const [latest] = changes
  return (
    <section aria-labelledby="lately-title" className="panel flex min-w-0 flex-col">
      <h2 id="lately-title" className="px-3 pt-3 text-lg font-semibold">
        {query.data && !latest
          ? 'Nothing has changed yet'
          : `What changed last${asOf === null ? '' : ' until then'}`}
      </h2>
      <div className="px-3">
        <QueryNotice query={query} what="The list of changes" />
      </div>
      <ul aria-label="Latest changes" className="grid flex-1 content-start gap-2 px-3 pt-2 pb-3 text-sm">
        {changes.map((change) => (
          <ChangeItem key={change.id} change={change} madeAt={madeAt} />
        ))}
      </ul>
      <p className="border-t border-line px-3 py-2 text-sm">
        <Link href="/changes" className="link inline-flex min-h-6 items-center">
          All that changed
        </Link>
      </p>
    </section>
  )
}

function ChangeItem({ change, madeAt }: { change: ShownChange; madeAt: string }): ReactNode {
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
        <bdi>{displayText(changeEvent(change))}</bdi>
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
