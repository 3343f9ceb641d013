import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { nodesQuery, summaryQuery } from '@/lib/api/queries'
import { runtime } from '@/lib/runtime'
import { toUrlSearchParams } from '../_components/offering-url'
import { pageMetadata } from '../_components/page-metadata'
import { PastBanner } from '../_components/past-banner'
import { PastMoment } from '../_components/past-moment'
import { PastRefused } from '../_components/past-refused'
import { momentOfPage } from '../_server/moment-of-page'
import { Overview } from './_components/overview'

export const metadata: Metadata = pageMetadata({ title: 'Overview', path: '/' })

export default async function OverviewPage({ searchParams }: PageProps<'/'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: '/', params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path="/" />
  const { reader, asOf, at } = moment
  const client = new QueryClient()
  const summary = reader.summary()
  const nodes = reader.nodes()
  if (summary) client.setQueryData(summaryQuery(asOf).queryKey, summary)
  if (nodes) client.setQueryData(nodesQuery(asOf).queryKey, nodes)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <Overview />
      </PastMoment>
    </HydrationBoundary>
  )
}
