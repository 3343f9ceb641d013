'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { type MouseEvent, useMemo } from 'react'
import { changesQuery } from '@/lib/api/queries'
import { formatCount, formatPlural } from '../../../_components/format'
import { Notice } from '../../../_components/notice'
import { PageSkeleton } from '../../../_components/page-skeleton'
import { QueryNotice } from '../../../_components/query-notice'
import { ChangeFilterForm, type ChangeSuggestions } from './change-filter-form'
import type { ShownChange } from './change-kinds'
import { changeParams, changesHref, cursorOf, feedHref } from './change-params'
import { ChangeRow } from './change-row'
import { formatDay, groupByDay } from './group-by-day'
import { OpenIncidents } from './open-incidents'

const isShown = (change: { readonly kind: string }): change is ShownChange => change.kind !== 'snapshot'

/** What changed on the network, latest first, day by day. */
export function ChangesView({
  suggestions,
  madeAt,
}: {
  suggestions: ChangeSuggestions
  /** When the page was made (ISO): what ages are of until scripts run. */
  madeAt: string
}) {
  const address = useSearchParams()
  const params = useMemo(() => changeParams(new URLSearchParams(address)), [address])
  const cursor = cursorOf(address)
  const query = useInfiniteQuery(changesQuery(params, cursor))
  const client = useQueryClient()
  const { data } = query
  const changes = useMemo(() => data?.pages.flatMap((page) => page.changes).filter(isShown) ?? [], [data])
  const hasMorePages = (data?.pages.length ?? 0) > 1
  const nextCursor = data?.pages.at(-1)?.next_cursor ?? null
  return (
    <>
      <h1 className="text-xl font-semibold">What changed</h1>
      <p className="mb-4 text-sm text-muted">
        Each sweep is compared with the one before it. Times are in UTC. The same{' '}
        <a href={feedHref(params, 'json')} className="link">
          as JSON
        </a>
        ,{' '}
        <a href={feedHref(params, 'ndjson')} className="link">
          NDJSON
        </a>
        , or to subscribe to as{' '}
        <a href={feedHref(params, 'atom')} className="link" type="application/atom+xml">
          Atom
        </a>{' '}
        or{' '}
        <a href={feedHref(params, 'rss')} className="link" type="application/rss+xml">
          RSS
        </a>
        .
      </p>
      <OpenIncidents madeAt={madeAt} />
      <ChangeFilterForm params={params} suggestions={suggestions} />
      <QueryNotice query={query} what="The list of changes" />
      {!data && !query.error && <PageSkeleton />}
      {data && changes.length === 0 && (
        <Notice
          tone="plain"
          title={params.size === 0 ? 'Nothing has changed yet' : 'Nothing of that kind has changed'}
        >
          {params.size === 0
            ? 'The first sweep changes nothing; what the next ones find stands here.'
            : 'Within the time that changes are kept, none fits these filters.'}
        </Notice>
      )}
      {groupByDay(changes).map(({ day, items }) => (
        <section key={day} aria-labelledby={`day-${day}`} className="mb-4">
          <h2 id={`day-${day}`} className="mb-1 text-base font-semibold">
            <time dateTime={day}>{formatDay(day)}</time>{' '}
            <span className="text-sm font-normal text-muted">
              {formatPlural(items.length, 'change')} shown
            </span>
          </h2>
          <div className="panel">
            <Changes day={day} changes={items} />
          </div>
        </section>
      ))}
      {data && changes.length > 0 && (
        <p className="no-print flex flex-wrap items-center gap-2 text-sm" aria-live="polite">
          {nextCursor !== null ? (
            <a
              href={changesHref(params, nextCursor)}
              className="button"
              aria-busy={query.isFetchingNextPage}
              onClick={(event) => {
                if (isForBrowser(event)) return
                event.preventDefault()
                if (!query.isFetchingNextPage) void query.fetchNextPage()
              }}
            >
              {query.isFetchingNextPage ? 'Loading earlier ones' : 'Show earlier ones'}
            </a>
          ) : (
            <span className="text-muted">
              {cursor === null
                ? `That is all: ${formatCount(changes.length)}.`
                : 'There are none before these.'}
            </span>
          )}
          {cursor !== null && (
            <Link href={changesHref(params)} className="button">
              Back to the latest
            </Link>
          )}
          {cursor === null && hasMorePages && (
            <button
              type="button"
              className="button"
              onClick={() => void client.resetQueries({ queryKey: changesQuery(params).queryKey })}
            >
              Back to the latest
            </button>
          )}
        </p>
      )}
    </>
  )
}

/** Meant for another tab or window. */
const isForBrowser = ({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  metaKey || ctrlKey || shiftKey || altKey

const Changes = ({ day, changes }: { day: string; changes: readonly ShownChange[] }) => (
  <table className="data-table card-table">
    <caption className="sr-only">Changes of {formatDay(day)}</caption>
    <thead>
      <tr>
        <th scope="col" className="w-[8%]">
          Found
        </th>
        <th scope="col" className="w-[14%]">
          What
        </th>
        <th scope="col" className="w-[36%]">
          Where
        </th>
        <th scope="col" className="w-[42%]">
          Before and after
        </th>
      </tr>
    </thead>
    <tbody>
      {changes.map((change) => (
        <ChangeRow key={change.id} change={change} />
      ))}
    </tbody>
  </table>
)
