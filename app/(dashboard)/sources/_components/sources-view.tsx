'use client'

import { useQuery } from '@tanstack/react-query'
import type { SourceDto } from '@/lib/api/contract/source'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { sourcesQuery } from '@/lib/api/queries/sources'
import { statusQuery } from '@/lib/api/queries/status'
import { displayText } from '../../../_components/display-text'
import { formatCount } from '../../../_components/format'
import { NextSweep } from '../../../_components/next-sweep'
import { Notice } from '../../../_components/notice'
import { PageSkeleton } from '../../../_components/page-skeleton'
import { QueryNotice } from '../../../_components/query-notice'
import { AskerSection } from './asker-section'
import { ConflictsSection } from './conflicts-section'
import { RunnersSection } from './runners-section'
import { SourceList } from './source-list'
import { areAllFailing, configuredSources, sourcesFinding } from './sources-finding'
import { SweepSection } from './sweep-section'

/** Who names the nodes, how each of them does, and where they contradict one another. */
export function SourcesView() {
  const query = useQuery(sourcesQuery())
  const { data: nodes } = useQuery(nodesQuery())
  const { data } = query
  if (!data) return query.error ? <QueryNotice query={query} what="The list of sources" /> : <PageSkeleton />
  const { sources, asker, conflicts } = data
  return (
    <>
      <h1 className="text-xl font-semibold">{sourcesFinding(sources, nodes?.count ?? null)}</h1>
      <p className="mb-4 text-sm text-muted">
        Where the addresses of orchestrators come from, before we ask each of them ourselves.{' '}
        <a href="/api/v1/sources" className="link">
          The same as JSON
        </a>
      </p>
      <QueryNotice query={query} what="The list of sources" />
      {areAllFailing(sources) && (
        <AllFailing sources={configuredSources(sources)} hasNodes={(nodes?.count ?? 0) > 0} />
      )}
      <div className="grid gap-4 lg:gap-5">
        <SourceList sources={sources} />
        <div className="grid gap-4 lg:gap-5 xl:grid-cols-2">
          <AskerSection asker={asker} />
          <SweepSection />
        </div>
        <ConflictsSection conflicts={conflicts} sources={sources} isCollected={nodes !== undefined} />
        <RunnersSection />
      </div>
    </>
  )
}

function AllFailing({ sources, hasNodes }: { sources: readonly SourceDto[]; hasNodes: boolean }) {
  const { data: status } = useQuery(statusQuery())
  const [first] = sources
  const isOne = sources.length === 1
  return (
    <Notice
      tone="bad"
      title={
        hasNodes
          ? 'Nobody names nodes any more; those known last are asked on'
          : 'Nobody can be asked: no source names a node'
      }
    >
      {isOne && first?.error ? (
        <bdi>{displayText(first.error)}</bdi>
      ) : (
        `All ${formatCount(sources.length)} sources fail, each with its reason below.`
      )}{' '}
      {isOne ? 'It is' : 'They are'} tried again before every sweep.{' '}
      {status?.sweep.state === 'running' ? (
        'One is running now.'
      ) : (
        <NextSweep nextAt={status?.sweep.next_at ?? null} />
      )}
    </Notice>
  )
}
