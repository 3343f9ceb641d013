'use client'

import { useInfiniteQuery, useQueryClient } from '@tanstack/react-query'
import Link from 'next/link'
import { useSearchParams } from 'next/navigation'
import { type MouseEvent, useMemo } from 'react'
import { foldChanges } from '@/lib/api/contract/fold-changes'
import { changesQuery } from '@/lib/api/queries/changes'
import { displayText } from '../../../_components/display-text'
import { formatCount, formatPlural } from '../../../_components/format'
import { Notice } from '../../../_components/notice'
import { PageSkeleton } from '../../../_components/page-skeleton'
import { QueryNotice } from '../../../_components/query-notice'
import { ChangeFilterForm, type ChangeSuggestions } from './change-filter-form'
import { refusedKind, type ShownChange } from './change-kinds'
import { changeParams, changesHref, cursorOf, feedHref } from './change-params'
import { ChangesTable } from './changes-table'
import { formatDay, groupByDay } from './group-by-day'
import { OpenIncidents } from './open-incidents'

const isShown = (change: { readonly kind: string }): change is ShownChange => change.kind !== 'snapshot'

/** What changed on the network, latest first, day by day. */
export function ChangesView({
  suggestions,
  madeAt,
  listedNodes,
}: {
  suggestions: ChangeSuggestions
  /** When the page was made (ISO): what ages are of until scripts run. */
  madeAt: string
  /** Those of the first page's nodes that are listed now. */
  listedNodes: readonly string[]
}) {
  const address = useSearchParams()
  const params = useMemo(() => changeParams(new URLSearchParams(address)), [address])
  const cursor = cursorOf(address)
  const refusal = refusedKind(params)
  const query = useInfiniteQuery({ ...changesQuery(params, cursor), enabled: refusal === null })
  const listed = useMemo(() => new Set(listedNodes), [listedNodes])
  const client = useQueryClient()
  const { data } = query
  const changes = useMemo(() => data?.pages.flatMap((page) => page.changes).filter(isShown) ?? [], [data])
  const days = groupByDay(changes)
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
      <FoundWithin params={params} />
      <QueryNotice query={query} what="The list of changes" />
      {refusal !== null && (
        <Notice tone="bad" title="The list of changes could not be read">
          {refusal}
        </Notice>
      )}
      {!data && !query.error && refusal === null && <PageSkeleton />}
      {data && changes.length === 0 && (
        <Notice
          tone="plain"
          title={params.size === 0 ? 'Nothing has changed yet' : 'No change fits these filters'}
        >
          {params.size === 0
            ? 'The first sweep changes nothing; what the next ones find stands here.'
            : 'There is none within the time that changes are kept.'}
          {params.has('node_uri') && ` ${NODE_NAMES}`}
        </Notice>
      )}
      {days.map(({ day, items }, at) => (
        <Day
          key={day}
          day={day}
          changes={items}
          isCut={nextCursor !== null && at === days.length - 1}
          listed={listed}
        />
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

/** The form has no fields for it. */
function FoundWithin({ params }: { params: URLSearchParams }) {
  const [from, to] = [params.get('from'), params.get('to')]
  if (from === null && to === null) return null
  return (
    <p className="mb-4 text-sm text-muted">
      Found{from !== null && ` from ${displayText(from)} on`}
      {to !== null && ` until ${displayText(to)}`} alone.
    </p>
  )
}

/** Meant for another tab or window. */
const isForBrowser = ({ metaKey, ctrlKey, shiftKey, altKey }: MouseEvent): boolean =>
  metaKey || ctrlKey || shiftKey || altKey

const NODE_NAMES = 'A node is called by its whole service URI, such as https://host:8935.'

function Day({
  day,
  changes,
  isCut,
  listed,
}: {
  day: string
  changes: readonly ShownChange[]
  /** There are earlier ones. */
  isCut: boolean
  listed: ReadonlySet<string>
}) {
  const folded = foldChanges(changes, { isCut })
  return (
    <section aria-labelledby={`day-${day}`} className="mb-4">
      <h2 id={`day-${day}`} className="mb-1 text-base font-semibold">
        <time dateTime={day}>{formatDay(day)}</time>{' '}
        <span className="text-sm font-normal text-muted">
          {formatPlural(changes.length, 'change')} shown
          {folded.length < changes.length && ` in ${formatPlural(folded.length, 'row')}`}
        </span>
      </h2>
      <div className="panel">
        <ChangesTable day={day} changes={folded} listed={listed} />
      </div>
    </section>
  )
}
