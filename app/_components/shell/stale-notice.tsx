'use client'

import { useQuery } from '@tanstack/react-query'
import type { StatusDto } from '@/lib/api/contract/status'
import { statusQuery } from '@/lib/api/queries/status'
import { displayText } from '../display-text'
import { formatAge, formatDuration } from '../format'
import { useFreshness } from '../freshness-badge'
import { Notice } from '../notice'
import { RelativeTime } from '../relative-time'
import { useIsPastPage } from '../use-as-of'
import { useNow } from '../use-now'

/** Says that what is shown is old, or that nobody answers any more: since when, why if known, and what comes next. */
export function StaleNotice() {
  const { data: status, error, dataUpdatedAt } = useQuery(statusQuery())
  const isPast = useIsPastPage()
  if (error)
    return (
      <Notice tone="bad" title="This server does not answer">
        It was reached <RelativeTime iso={new Date(dataUpdatedAt).toISOString()} /> for the last time (
        {displayText(error.message)}). It is asked again every few seconds, and the page goes on by itself.
      </Notice>
    )
  return status?.snapshot && !isPast ? <Body snapshot={status.snapshot} sweep={status.sweep} /> : null
}

function Body({
  snapshot,
  sweep,
}: {
  snapshot: NonNullable<StatusDto['snapshot']>
  sweep: StatusDto['sweep']
}) {
  const freshness = useFreshness(snapshot.as_of, snapshot.cadence_ms)
  const now = useNow()
  if (now === null || freshness === null || freshness === 'fresh' || freshness === 'ageing') return null
  const dueInMs = sweep.next_at === null ? null : Date.parse(sweep.next_at) - now
  return (
    <Notice tone={freshness === 'expired' ? 'bad' : 'warn'} title={`This data is ${freshness}`}>
      The last complete sweep ended <RelativeTime iso={snapshot.as_of} />; one is due every{' '}
      {formatDuration(snapshot.cadence_ms)}.
      {sweep.last_error !== null && ` The latest one brought nothing: ${displayText(sweep.last_error)}`}
      {sweep.state === 'running' && ' One is running now.'}
      {sweep.state === 'idle' &&
        dueInMs !== null &&
        dueInMs > 0 &&
        ` The next begins in ${formatAge(dueInMs)}.`}
    </Notice>
  )
}
