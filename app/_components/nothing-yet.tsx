'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { ApiError } from '@/lib/api/ask-api'
import type { StatusDto } from '@/lib/api/contract/status'
import { statusQuery } from '@/lib/api/queries/status'
import { displayText } from './display-text'
import { formatPlural } from './format'
import { Radar } from './icons'
import { NextSweep } from './next-sweep'
import { Notice } from './notice'
import { PageSkeleton } from './page-skeleton'
import { QueryNotice } from './query-notice'
import { ScrollRegion } from './scroll-region'
import { SourcesTable } from './sources-table'
import { SweepProgress } from './sweep-progress'

type Question = Parameters<typeof QueryNotice>[0]['query'] & { readonly error: Error | null }

/** In place of a page that has no data: the first sweep and its progress, why it found nothing, or what failed. */
export function NothingYet({ query, what }: { query: Question; what: string }) {
  const { data: status } = useQuery(statusQuery())
  const isUnavailable = query.error instanceof ApiError && query.error.status === 503
  if (query.error && !isUnavailable) return <QueryNotice query={query} what={what} />
  if (!status || status.snapshot) return <PageSkeleton />
  return <FirstSweep status={status} />
}

function FirstSweep({ status: { sweep, sources } }: { status: StatusDto }) {
  const isRunning = sweep.state === 'running'
  const configured = sources.filter(({ kind }) => kind !== 'nodes').length
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
            Where nodes come from: {formatPlural(configured, 'source')}
          </h2>
          <ScrollRegion label="Sources of service URIs">
            <SourcesTable sources={sources} />
          </ScrollRegion>
        </section>
      )}
    </div>
  )
}

const Lead = ({ children }: { children: ReactNode }) => (
  <p className="mt-1 mb-4 max-w-[70ch] text-muted">{children}</p>
)
