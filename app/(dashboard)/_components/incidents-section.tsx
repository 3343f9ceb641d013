'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { IncidentDto } from '@/lib/api/contract/incident'
import { openIncidentsQuery, pastIncidentsQuery } from '@/lib/api/queries/incidents'
import { Badge } from '../../_components/badge'
import { formatCount, formatDuration, formatMoment } from '../../_components/format'
import { CircleCheck, CircleX } from '../../_components/icons'
import { OutcomeBadge } from '../../_components/outcome-badge'
import { QueryNotice } from '../../_components/query-notice'
import { RelativeTime } from '../../_components/relative-time'
import { useAsOf } from '../../_components/use-as-of'
import { NodeOwnerLink } from './node-owner-link'

const MAX_OPEN = 5
const TIME_STEP_MS = 10_000

/** Nodes that cannot be relied on now, and those that could not of late; of a moment those of until then. */
export function IncidentsSection({ madeAt }: { madeAt: string }) {
  const asOf = useAsOf()
  const open = useQuery({ ...openIncidentsQuery(), enabled: asOf === null })
  const past = useQuery(pastIncidentsQuery(asOf))
  const opened = asOf === null ? (open.data?.incidents ?? []) : []
  const over = past.data?.incidents ?? []
  const shown = [...opened.slice(0, MAX_OPEN), ...over]
  return (
    <section aria-labelledby="incidents-title" className="panel flex min-w-0 flex-col">
      <h2 id="incidents-title" className="px-3 pt-3 text-lg font-semibold">
        {asOf === null
          ? openWords(open.data && { count: opened.length, hasMore: open.data.next_cursor !== null })
          : 'Incidents until then'}
      </h2>
      <div className="px-3">
        <QueryNotice query={past.error ? past : open} what="The list of incidents" />
      </div>
      <ul
        aria-label="Latest incidents"
        className="grid flex-1 content-start gap-2 px-3 pt-2 pb-3 text-sm max-sm:[&>li:nth-child(n+5)]:hidden"
      >
        {shown.map((incident) => (
          <IncidentItem key={incident.id} incident={incident} asOf={asOf} madeAt={madeAt} />
        ))}
        {past.data && shown.length === 0 && (
          <li className="text-muted">No node was down, for as long as incidents are kept.</li>
        )}
      </ul>
      <p className="border-t border-line px-3 py-2 text-sm">
        <Link href="/changes" className="link inline-flex min-h-6 items-center">
          {opened.length > MAX_OPEN ? `All ${formatCount(opened.length)} open ones` : 'All open ones'}
        </Link>
      </p>
    </section>
  )
}

function openWords(open: { readonly count: number; readonly hasMore: boolean } | undefined): string {
  if (!open) return 'Incidents'
  if (open.count === 0) return 'No incident is open'
  return `${formatCount(open.count)}${open.hasMore ? ' or more' : ''} ${open.count === 1 ? 'incident is' : 'incidents are'} open`
}

function IncidentItem({
  incident: { node_uri, orchestrator, opened_at, closed_at, closed_by, duration_ms, outcomes },
  asOf,
  madeAt,
}: {
  incident: IncidentDto
  asOf: string | null
  madeAt: string
}) {
  // What ended later was open then.
  const isOver = closed_at !== null && (asOf === null || Date.parse(closed_at) <= Date.parse(asOf))
  return (
    <li className="grid gap-x-2 gap-y-0.5 sm:grid-cols-[8.5rem_minmax(0,1fr)]">
      <span className="flex items-start justify-between gap-2 sm:block">
        {isOver ? (
          <Badge Icon={CircleCheck} tone="plain">
            {closed_by === 'node-left' ? 'Node left' : 'Over'}
          </Badge>
        ) : (
          <Badge Icon={CircleX} tone="bad">
            Open
          </Badge>
        )}
        <span className="block text-xs text-muted" title={formatMoment(opened_at)}>
          <RelativeTime iso={opened_at} stepMs={TIME_STEP_MS} madeAt={madeAt} />
        </span>
      </span>
      <span className="min-w-0">
        <NodeOwnerLink nodeUri={node_uri} orchestrator={orchestrator} />
        {isOver && duration_ms !== null && (
          <>
            {' '}
            was down for <data value={duration_ms}>{formatDuration(duration_ms)}</data>
          </>
        )}
        <span className="mt-0.5 flex flex-wrap gap-x-2">
          {outcomes.map((outcome) => (
            <OutcomeBadge key={outcome} outcome={outcome} />
          ))}
        </span>
      </span>
    </li>
  )
}
