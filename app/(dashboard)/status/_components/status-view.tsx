'use client'

import { useQuery } from '@tanstack/react-query'
import { statusQuery } from '@/lib/api/queries/status'
import { PageSkeleton } from '../../../_components/page-skeleton'
import { QueryNotice } from '../../../_components/query-notice'
import { ServerSection } from './server-section'
import { statusFinding } from './status-finding'
import { StoreSection } from './store-section'
import { SuspensionsSection } from './suspensions-section'
import { SweepsSection } from './sweeps-section'

/** Whether this server does what it should: its database, its sweeps, what it keeps. */
export function StatusView() {
  const query = useQuery(statusQuery())
  const { data: status } = query
  if (!status) return query.error ? <QueryNotice query={query} what="The status" /> : <PageSkeleton />
  return (
    <>
      <h1 className="text-xl font-semibold">{statusFinding(status)}</h1>
      <p className="mb-4 text-sm text-muted">
        How this server does, beside what it shows of the network.{' '}
        <a href="/api/v1/status" className="link">
          The same as JSON
        </a>
      </p>
      <QueryNotice query={query} what="The status" />
      <div className="grid gap-4 lg:gap-5">
        <div className="grid gap-4 lg:gap-5 xl:grid-cols-2">
          <StoreSection store={status.store} />
          <ServerSection status={status} />
        </div>
        <SuspensionsSection />
        <SweepsSection />
      </div>
    </>
  )
}
