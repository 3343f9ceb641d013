'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { SnapshotDto } from '@/lib/api/contract/snapshot'
import { statusQuery } from '@/lib/api/queries/status'
import { displayText } from '../../_components/display-text'
import { formatAge, formatCount, formatDuration, formatMoment, formatPlural } from '../../_components/format'
import { usePastMoment } from '../../_components/past-moment'
import { ScrollRegion } from '../../_components/scroll-region'
import { SourcesTable } from '../../_components/sources-table'
import { SweepProgress } from '../../_components/sweep-progress'
import { Unknown } from '../../_components/unknown'
import { useNow } from '../../_components/use-now'

/** When and how the shown numbers came about, and what happens next. */
export function SweepSection({ snapshot }: { snapshot: SnapshotDto }) {
  const { data: today } = useQuery(statusQuery())
  // What goes on now is no part of the past.
  const isPast = usePastMoment() !== null
  const status = isPast ? undefined : today
  const tookMs = Date.parse(snapshot.as_of) - Date.parse(snapshot.started_at)
  return (
    <section aria-labelledby="sweep-title" className="panel min-w-0">
      <h2 id="sweep-title" className="px-3 pt-3 text-lg font-semibold">
        {isPast ? 'That sweep' : 'The last sweep'} asked {askedOf(snapshot)} in {formatDuration(tookMs)}
      </h2>
      <div className="px-3 pt-2 pb-3">
        <dl className="grid grid-cols-[max-content_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
          <Fact name="Began">
            <time dateTime={snapshot.started_at}>{formatMoment(snapshot.started_at)}</time>
          </Fact>
          <Fact name="Ended">
            <time dateTime={snapshot.as_of}>{formatMoment(snapshot.as_of)}</time>
          </Fact>
          <Fact name="Answered">
            {formatCount(snapshot.nodes_answered)} of {formatPlural(snapshot.nodes_listed, 'listed node')},
            when they were asked last
          </Fact>
          <Fact name="Repeats every">{formatDuration(snapshot.cadence_ms)}</Fact>
          {!isPast && (
            <Fact name="Next">
              {status?.sweep.state === 'running' ? (
                'running now'
              ) : (
                <NextSweep nextAt={status?.sweep.next_at ?? null} />
              )}
            </Fact>
          )}
          <Fact name="Measured from">
            <bdi>{displayText(snapshot.vantage)}</bdi>
          </Fact>
          {status?.sweep.last_error != null && (
            <Fact name="Latest failure">
              <bdi className="text-bad">{displayText(status.sweep.last_error)}</bdi>
            </Fact>
          )}
        </dl>
        {status && (status.sweep.state === 'running' || status.sweep.total > 0) && (
          <div className="mt-3">
            <SweepProgress settled={status.sweep.settled} total={status.sweep.total} />
          </div>
        )}
      </div>
      {status && status.sources.length > 0 && (
        <div className="min-w-0 border-t border-line">
          <ScrollRegion label="Sources of service URIs">
            <SourcesTable sources={status.sources} />
          </ScrollRegion>
        </div>
      )}
    </section>
  )
}

/** Nodes that fail are asked less often; whoever is not due is named beside. */
const askedOf = ({ nodes_asked, nodes_listed }: SnapshotDto): string =>
  nodes_asked === nodes_listed
    ? `all ${formatPlural(nodes_listed, 'node')}`
    : `${formatCount(nodes_asked)} of ${formatPlural(nodes_listed, 'node')}`

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">{children}</dd>
    </>
  )
}

function NextSweep({ nextAt }: { nextAt: string | null }) {
  const now = useNow()
  if (nextAt === null) return <Unknown reason="No sweep is planned." />
  const inMs = now === null ? null : Date.parse(nextAt) - now
  return (
    <time dateTime={nextAt} title={formatMoment(nextAt)}>
      {inMs === null ? formatMoment(nextAt) : inMs > 0 ? `in ${formatAge(inMs)}` : 'due'}
    </time>
  )
}
