'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { ApiError } from '@/lib/api/ask-api'
import type { SnapshotDto } from '@/lib/api/contract/snapshot'
import { statusQuery } from '@/lib/api/queries/status'
import { Badge } from '../badge'
import { displayText } from '../display-text'
import { formatCount } from '../format'
import { FreshnessBadge, useFreshness } from '../freshness-badge'
import { FlaskConical, LoaderCircle, MapPin, Unplug } from '../icons'
import { RelativeTime } from '../relative-time'
import { useIsPastPage } from '../use-as-of'

/** What the page shows: as of when, how fresh that is, measured from where, and whether the network is a simulated one. */
export function TopBarFacts() {
  const { data: status, error, dataUpdatedAt } = useQuery(statusQuery())
  const snapshot = status?.snapshot ?? null
  useRefetchOnNewSnapshot(snapshot?.id)
  useRefetchOnReturn(dataUpdatedAt)
  const isPast = useIsPastPage()
  return (
    // On a small screen it is one line, whatever there is to say.
    <div className="relative mt-1.5 flex h-6 min-w-0 items-center gap-x-3 overflow-hidden text-sm lg:mt-0 lg:h-auto lg:flex-1 lg:gap-x-4">
      {snapshot?.network === 'simulated' && (
        <Badge
          Icon={FlaskConical}
          tone="warn"
          title="These orchestrators are programs of a test network, not the public one."
        >
          Simulated<span className="max-sm:sr-only"> network</span>
        </Badge>
      )}
      {!isPast &&
        (snapshot ? <AsOf snapshot={snapshot} /> : <span className="text-muted">Nothing measured yet</span>)}
      {error && (
        <Badge Icon={Unplug} tone="bad" title={displayText(error.message)}>
          Not connected
        </Badge>
      )}
      {!isPast && !error && status?.sweep.state === 'running' && (
        <span className="inline-flex items-center gap-1.5 whitespace-nowrap text-muted">
          <LoaderCircle aria-hidden className="size-3.5 motion-safe:animate-spin" />
          <span className="max-sm:sr-only">
            Asking {formatCount(status.sweep.settled)} of {formatCount(status.sweep.total)}
          </span>
        </span>
      )}
    </div>
  )
}

function AsOf({ snapshot: { as_of, cadence_ms, vantage } }: { snapshot: SnapshotDto }) {
  const freshness = useFreshness(as_of, cadence_ms)
  return (
    <>
      <span className="whitespace-nowrap">
        <span className="text-muted">As of </span>
        <RelativeTime iso={as_of} />
      </span>
      {freshness && <FreshnessBadge freshness={freshness} cadenceMs={cadence_ms} />}
      <span title="Who measured, from where" className="inline-flex min-w-8 items-center gap-1 text-muted">
        <MapPin aria-hidden className="size-3.5 shrink-0" />
        <span className="sr-only">Measured from</span>
        <bdi className="truncate">{displayText(vantage)}</bdi>
      </span>
    </>
  )
}

/** Whatever is on the page follows a new snapshot at once, so that its parts never describe different looks for long. */
function useRefetchOnNewSnapshot(id: number | undefined): void {
  const client = useQueryClient()
  useEffect(() => {
    if (id === undefined) return
    // A query that already read this snapshot or a later one stays as it is.
    void client.invalidateQueries({
      predicate: ({ queryKey, state, meta }) =>
        meta?.isPast !== true && !WITHOUT_SNAPSHOT.includes(queryKey[0]) && snapshotIdOf(state.data) < id,
    })
  }, [client, id])
}

/**
 * What a server that was gone left unanswered is asked again as soon as it is back, also of the past. `answeredAt`: when
 * it answered last, whatever it was asked.
 */
function useRefetchOnReturn(answeredAt: number): void {
  const client = useQueryClient()
  useEffect(() => {
    if (answeredAt === 0) return
    void client.refetchQueries({
      type: 'active',
      predicate: ({ state: { error } }) => error !== null && !(error instanceof ApiError),
    })
  }, [client, answeredAt])
}

/** What a new snapshot does not change. */
const WITHOUT_SNAPSHOT: readonly unknown[] = [
  'status',
  'api-document',
  'sweep-hours',
  'changes',
  'incidents',
  'reliability',
  'offering-histories',
]

/** Every other answer names its snapshot; whatever does not counts as older. */
const snapshotIdOf = (data: unknown): number =>
  (data as { snapshot?: { id?: number } } | undefined)?.snapshot?.id ?? -1
