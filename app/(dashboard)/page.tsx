import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { summaryQuery } from '@/lib/api/queries'
import { runtime } from '@/lib/runtime'
import { toUrlSearchParams } from '../_components/offering-url'
import { PastBanner } from '../_components/past-banner'
import { PastMoment } from '../_components/past-moment'
import { PastRefused } from '../_components/past-refused'
import { momentOfPage } from '../_server/moment-of-page'
import { Overview } from './_components/overview'

export const metadata: Metadata = { title: { absolute: 'Overview · Livepeer Offerings' } }

export default async function OverviewPage({ searchParams }: PageProps<'/'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: '/', params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path="/" />
  const { reader, asOf, at } = moment
  const client = new QueryClient()
  const summary = reader.summary()
  if (summary) client.setQueryData(summaryQuery(asOf).queryKey, summary)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <Overview />
      </PastMoment>
    </HydrationBoundary>
  )
}
