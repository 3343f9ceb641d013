'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import type { SourceDto } from '@/lib/api/contract/source'
import type { SourceDetailDto } from '@/lib/api/contract/source-detail'
import { sourceQuery } from '@/lib/api/queries/sources'
import { displayText } from '../../../../_components/display-text'
import { formatPlural } from '../../../../_components/format'
import { ChevronLeft } from '../../../../_components/icons'
import { Notice } from '../../../../_components/notice'
import { PageSkeleton } from '../../../../_components/page-skeleton'
import { QueryNotice } from '../../../../_components/query-notice'
import { RelativeTime } from '../../../../_components/relative-time'
import { sourceHealth } from '../../../../_components/source-health'
import { sourceHref } from '../../../../_components/source-href'
import { AskedEvery, EntryCounts, ListRead, NodeCounts, SourceState } from '../../_components/source-facts'
import { SOURCE_KINDS_IN_WORDS } from '../../_components/source-kinds'
import { AdvertisedSection } from './advertised-section'
import { ChainSection } from './chain-section'
import { EntriesSection } from './entries-section'
import { ReportedSection } from './reported-section'

/** All that one source says, and what we found at the places it names. */
export function SourceView({ name }: { name: string }) {
  const query = useQuery(sourceQuery(name))
  const { data } = query
  return (
    <>
      <p className="mb-1 text-sm">
        <Link href="/sources" className="link inline-flex min-h-6 items-center">
          <ChevronLeft aria-hidden className="-ml-1 size-4" />
          All sources
        </Link>
      </p>
      {data ? (
        <h1 className="text-xl font-semibold">
          {data.source.kind === 'nodes' ? (
            `Orchestrators advertise ${formatPlural(data.source.nodes ?? 0, 'node')}`
          ) : (
            <>
              <bdi>{displayText(name)}</bdi> {finding(data.source)}
            </>
          )}
        </h1>
      ) : (
        !query.error && <PageSkeleton />
      )}
      {data && (
        <p className="mb-4 text-sm text-muted">
          {SOURCE_KINDS_IN_WORDS[data.source.kind].meaning}{' '}
          <a href={`/api/v1${sourceHref(name)}`} className="link">
            The same as JSON
          </a>
        </p>
      )}
      <QueryNotice query={query} what="The source" />
      {data && <Body detail={data} />}
    </>
  )
}

function finding(source: SourceDto): string {
  const { nodes, count, read_at } = source
  // Until somebody was asked, what it names is what stands in its list.
  const named = nodes === null ? formatPlural(count, 'entry', 'entries') : formatPlural(nodes, 'node')
  switch (sourceHealth(source)) {
    case 'works':
      return `names ${named}`
    case 'fails':
      if (read_at === null) return 'fails and was never read'
      return count === 0 ? 'fails; its last list is empty' : `fails; its last list names ${named}`
    case 'unread':
      return 'was not read yet'
  }
}

function Body({ detail }: { detail: SourceDetailDto }) {
  const { source, entries, chain, gateway } = detail
  return (
    <>
      {source.error !== null && (
        <Notice tone="bad" title="The latest reading failed">
          <bdi>{displayText(source.error)}</bdi> It is tried again before every sweep
          {source.read_at !== null && '; until it works, the last good list stays in use'}.
        </Notice>
      )}
      <div className="grid gap-4 lg:gap-5">
        <Facts source={source} />
        {chain && <ChainSection chain={chain} />}
        {gateway && <ReportedSection name={source.name} gateway={gateway} />}
        {source.kind === 'nodes' ? (
          <AdvertisedSection name={source.name} />
        ) : (
          <EntriesSection entries={entries} source={source} />
        )}
      </div>
    </>
  )
}

function Facts({ source }: { source: SourceDto }) {
  const { kind, last_failure } = source
  return (
    <section aria-labelledby="facts-title">
      <h2 id="facts-title" className="sr-only">
        How it does
      </h2>
      <dl className="panel grid grid-cols-2 gap-px overflow-hidden bg-line! sm:grid-cols-3 xl:grid-cols-[1fr_1.6fr_1fr_1fr_1fr_1fr_1.6fr]">
        <Fact label="Kind">{SOURCE_KINDS_IN_WORDS[kind].label}</Fact>
        <Fact label="State">
          <SourceState source={source} />
        </Fact>
        <Fact label="Entries">
          <EntryCounts source={source} />
        </Fact>
        <Fact label="Nodes named">
          <NodeCounts source={source} />
        </Fact>
        <Fact label="Nodes asked every">
          <AskedEvery source={source} />
        </Fact>
        <Fact label="List read">
          <ListRead source={source} />
        </Fact>
        <Fact label="Last failure" isWide>
          {last_failure === null ? (
            <span className="text-muted">none seen</span>
          ) : (
            <>
              <RelativeTime iso={last_failure.at} stepMs={10_000} />
              {last_failure.error !== source.error && (
                <span className="block text-xs text-muted">
                  <bdi>{displayText(last_failure.error)}</bdi>
                </span>
              )}
            </>
          )}
        </Fact>
      </dl>
    </section>
  )
}

function Fact({ label, isWide = false, children }: { label: string; isWide?: boolean; children: ReactNode }) {
  return (
    <div className={`min-w-0 bg-surface px-3 py-2.5 ${isWide ? 'col-span-full xl:col-span-1' : ''}`}>
      <dt className="text-xs text-muted">{label}</dt>
      <dd className="text-sm">{children}</dd>
    </div>
  )
}
