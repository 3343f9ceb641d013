'use client'

import { useQuery } from '@tanstack/react-query'
import { Radar } from 'lucide-react'
import type { ReactNode } from 'react'
import type { StatusDto } from '@/lib/api/contract'
import { ApiError, statusQuery } from '@/lib/api/queries'
import { displayText } from './display-text'
import { formatAge, formatCount, formatPlural } from './format'
import { Notice } from './notice'
import { QueryNotice } from './query-notice'
import { SourcesTable } from './sources-table'
import { SweepProgress } from './sweep-progress'
import { useNow } from './use-now'

type Question = Parameters<typeof QueryNotice>[0]['query'] & { readonly error: Error | null }

/** In place of a page that has no data: the first sweep and its progress, why it found nothing, or what failed. */
export function NothingYet({ query, what }: { query: Question; what: string }) {
  const { data: status } = useQuery(statusQuery())
  const isUnavailable = query.error instanceof ApiError && query.error.status === 503
  if (query.error && !isUnavailable) return <QueryNotice query={query} what={what} />
  if (!status || status.snapshot) return <Skeleton />
  return <FirstSweep status={status} />
}

function FirstSweep({ status: { sweep, sources } }: { status: StatusDto }) {
  const isRunning = sweep.state === 'running'
  const found = sources.reduce((sum, { count }) => sum + count, 0)
  return (
    <div className="mx-auto max-w-2xl py-6 lg:py-16">
      <Radar aria-hidden className="mb-3 size-8 text-accent" />
      <h1 className="text-xl font-semibold">
        {isRunning ? 'The first sweep is running' : 'Nothing was collected yet'}
      </h1>
      {isRunning ? (
        <Lead>
          Every known node is being asked what it offers. This page fills by itself when the sweep ends.
        </Lead>
      ) : (
        <Lead>
          {found === 0
            ? 'No source has named a node to ask.'
            : `${formatPlural(found, 'node')} listed, none asked so far.`}{' '}
          <NextSweep nextAt={sweep.next_at} />
        </Lead>
      )}
      {isRunning && <SweepProgress settled={sweep.settled} total={sweep.total} />}
      {sweep.last_error !== null && (
        <div className="mt-4">
          <Notice tone="bad" title="The latest sweep brought nothing">
            {displayText(sweep.last_error)}
          </Notice>
        </div>
      )}
      {sources.length > 0 && (
        <section className="panel mt-6" aria-labelledby="sources-title">
          <h2 id="sources-title" className="px-3 pt-3 text-base font-semibold">
            Where nodes come from: {formatCount(sources.length)} {sources.length === 1 ? 'source' : 'sources'}
          </h2>
          <SourcesTable sources={sources} />
        </section>
      )}
    </div>
  )
}

const Lead = ({ children }: { children: ReactNode }) => (
  <p className="mt-1 mb-4 max-w-[70ch] text-muted">{children}</p>
)

function NextSweep({ nextAt }: { nextAt: string | null }) {
  const now = useNow()
  if (nextAt === null) return 'The next sweep is not planned yet.'
  const inMs = now === null ? null : Date.parse(nextAt) - now
  return inMs === null || inMs <= 0
    ? 'The next sweep is due.'
    : `The next sweep begins in ${formatAge(inMs)}.`
}

const PLACES = ['a', 'b', 'c', 'd', 'e', 'f']

function Skeleton() {
  return (
    <div aria-busy="true">
      <p className="sr-only" role="status">
        Loading
      </p>
      <div aria-hidden className="mb-4 h-7 w-72 max-w-full rounded-md bg-hover" />
      <div aria-hidden className="mb-6 grid grid-cols-2 gap-px lg:grid-cols-6">
        {PLACES.map((place) => (
          <div key={place} className="panel h-24" />
        ))}
      </div>
      <div aria-hidden className="panel h-80" />
    </div>
  )
}
