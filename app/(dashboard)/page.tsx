import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { nodesQuery, summaryQuery } from '@/lib/api/queries'
import { runtime } from '@/lib/runtime'
import { Overview } from './_components/overview'

export const metadata: Metadata = { title: { absolute: 'Overview · Livepeer Offerings' } }

export default async function OverviewPage() {
  const rt = await runtime()
  const client = new QueryClient()
  const summary = rt.read.summary()
  const nodes = rt.read.nodes()
  if (summary) client.setQueryData(summaryQuery().queryKey, summary)
  if (nodes) client.setQueryData(nodesQuery().queryKey, nodes)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <Overview />
    </HydrationBoundary>
  )
}
