'use client'

import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
  useQueryClient,
} from '@tanstack/react-query'
import { useSearchParams } from 'next/navigation'
import { useMemo, useState } from 'react'
import { isRefusal } from '@/lib/api/ask-api'
import type { EndedRequestDto, RequestsDto, RunningRequestDto } from '@/lib/api/contract/request'
import type { Access } from '@/lib/api/queries/access'
import { requestsQuery } from '@/lib/api/queries/requests'
import { Badge } from '../../../_components/badge'
import { FoldedRows, hasFoldedRows } from '../../../_components/folded-rows'
import { formatCount, formatPlural } from '../../../_components/format'
import { CirclePause, CirclePlay, LoaderCircle, Radio, Unplug } from '../../../_components/icons'
import { Notice } from '../../../_components/notice'
import { OperatorKeyForm, OperatorKeyInUse } from '../../../_components/operator-key'
import { PageSkeleton } from '../../../_components/page-skeleton'
import { QueryNotice } from '../../../_components/query-notice'
import { useSecret } from '../../../_components/secrets'
import { RequestFilterForm, type RequestSuggestions } from './request-filter-form'
import { requestParams, streamParams } from './request-params'
import { RequestsTable } from './requests-table'
import { SummarySection } from './summary-section'
import { type RequestTail, useRequestTail } from './use-request-tail'

/** What became of the jobs that this server carried, as they come and go. */
export function RequestsView({ suggestions }: { suggestions: RequestSuggestions }) {
  const { access } = useSecret('operator')
  const address = useSearchParams()
  const params = useMemo(() => requestParams(new URLSearchParams(address)), [address])
  const query = useInfiniteQuery({ ...requestsQuery(access, params), enabled: access.secret !== '' })
  const refusal = isRefusal(query.error) ? query.error : null
  return (
    <>
      <h1 className="text-xl font-semibold">Requests</h1>
      <p className="mb-3 max-w-[80ch] text-sm text-muted">
        Every job that was carried: who served it or was tried, how long that took, what it cost and how it
        ended. What was in it is never kept.
      </p>
      {access.secret === '' || refusal ? (
        <OperatorKeyForm refusal={refusal}>
          Records say which client had what carried, when and for how much, so they are not for everybody. A
          key with the scope <code className="font-mono">read-requests</code> shows its own.
        </OperatorKeyForm>
      ) : (
        <>
          <OperatorKeyInUse />
          <div className="mt-3 grid gap-4 lg:gap-5">
            <SummarySection access={access} />
            <RequestFilterForm params={params} suggestions={suggestions} />
            <RequestList access={access} params={params} query={query} />
          </div>
        </>
      )}
    </>
  )
}

function RequestList({
  access,
  params,
  query,
}: {
  access: Access
  params: URLSearchParams
  query: UseInfiniteQueryResult<InfiniteData<RequestsDto>>
}) {
  const client = useQueryClient()
  const { queryKey } = requestsQuery(access, params)
  const stream = streamParams(params)?.toString() ?? null
  const tail = useRequestTail(access, {
    query: stream,
    // What ended before it stands in the list.
    onHello: () => void client.invalidateQueries({ queryKey, exact: true }),
  })
  // What stood there when the tail was held up.
  const [held, setHeld] = useState<RequestTail | null>(null)
  const [isFolded, setIsFolded] = useState(true)
  const { data, error } = query
  const shown = held ?? tail
  const rows = useMemo(() => {
    const listed = data?.pages.flatMap(({ requests }) => requests) ?? []
    return merged(shown, listed)
  }, [shown, data])
  if (!data && !error) return <PageSkeleton />
  const nextCursor = data?.pages.at(-1)?.next_cursor ?? null
  const isShort = isFolded && hasFoldedRows(rows.length)
  const running = rows.filter(({ state }) => state === 'running').length
  return (
    <div className="min-w-0">
      <QueryNotice query={query} what="The list of requests" />
      <section aria-labelledby="list-title" className="panel min-w-0">
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2 px-3 py-2">
          <h2 id="list-title" className="text-lg font-semibold">
            {formatPlural(rows.length - running, 'request')} shown
            {running > 0 && `, ${formatCount(running)} under way`}
          </h2>
          {stream === null ? (
            <span className="text-sm text-muted">Up to a moment that is over: nothing comes after it.</span>
          ) : (
            <TailControl tail={tail} held={held} onHold={() => setHeld(tail)} onGo={() => setHeld(null)} />
          )}
        </div>
        {rows.length > 0 && <RequestsTable requests={rows} isFolded={isFolded} />}
        {isShort && (
          <FoldedRows shown={rows.length} total={rows.length} onUnfold={() => setIsFolded(false)} />
        )}
      </section>
      {data && rows.length === 0 && (
        <div className="mt-4">
          <Notice
            tone="plain"
            title={params.size === 0 ? 'No request was carried yet' : 'No request fits these filters'}
          >
            {params.size === 0
              ? 'The next one that a client sends stands here at once, also one of the playground.'
              : 'There is none within the time that records are kept; one that comes stands here at once.'}
          </Notice>
        </div>
      )}
      {nextCursor !== null && (
        <p className={`no-print mt-3 ${isShort ? 'max-lg:hidden' : ''}`} aria-live="polite">
          <button
            type="button"
            className="button"
            aria-busy={query.isFetchingNextPage}
            onClick={() => {
              if (!query.isFetchingNextPage) void query.fetchNextPage()
            }}
          >
            {query.isFetchingNextPage ? 'Loading earlier ones' : 'Show earlier ones'}
          </button>
        </p>
      )}
    </div>
  )
}

function TailControl({
  tail,
  held,
  onHold,
  onGo,
}: {
  tail: RequestTail
  held: RequestTail | null
  onHold: () => void
  onGo: () => void
}) {
  const isNew = held ? tail.ended.length - held.ended.length : 0
  return (
    <>
      <span role="status" className="inline-flex items-center gap-2">
        <TailBadge state={tail.state} isHeld={held !== null} />
        {held && (
          <span className="text-sm text-muted">
            {isNew === 0 ? 'nothing ended since' : `${formatCount(isNew)} ended since`}
          </span>
        )}
      </span>
      <button type="button" className="button" onClick={held ? onGo : onHold}>
        {held ? (
          <CirclePlay aria-hidden className="size-4" />
        ) : (
          <CirclePause aria-hidden className="size-4" />
        )}
        {held ? 'Go on' : 'Pause'}
      </button>
    </>
  )
}

function TailBadge({ state, isHeld }: { state: RequestTail['state']; isHeld: boolean }) {
  if (state === 'lost')
    return (
      <Badge Icon={Unplug} tone="warn" title="It is tried again; the list is read anew then.">
        Connection lost
      </Badge>
    )
  if (state === 'connecting')
    return (
      <Badge Icon={LoaderCircle} tone="plain">
        Connecting
      </Badge>
    )
  return isHeld ? (
    <Badge Icon={CirclePause} tone="warn">
      Paused
    </Badge>
  ) : (
    <Badge Icon={Radio} tone="good" title="Requests stand here as they begin and end.">
      Live
    </Badge>
  )
}

type Row = RunningRequestDto | EndedRequestDto

/** Those under way, those that ended since, and the list; each once. */
function merged({ running, ended }: RequestTail, listed: readonly Row[]): Row[] {
  const byId = new Map<string, Row>()
  for (const row of [...ended, ...listed]) if (!byId.has(row.id)) byId.set(row.id, row)
  return [...running.filter(({ id }) => !byId.has(id)), ...byId.values()]
}
