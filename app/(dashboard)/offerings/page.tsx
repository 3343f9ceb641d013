import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { nodesQuery, offeringsQuery } from '@/lib/api/queries'
import { runtime } from '@/lib/runtime'
import { parseOfferingView, toUrlSearchParams } from '../../_components/offering-url'
import { OfferingsView } from './_components/offerings-view'
import { relaxFilters } from './_components/relax-filters'

export const metadata: Metadata = { title: 'Offerings' }

export default async function OfferingsPage({ searchParams }: PageProps<'/offerings'>) {
  const rt = await runtime()
  const client = new QueryClient()
  const { filters } = parseOfferingView(toUrlSearchParams(await searchParams))
  const offerings = rt.read.offerings(filters)
  const nodes = rt.read.nodes()
  if (offerings) client.setQueryData(offeringsQuery(filters).queryKey, offerings)
  if (nodes) client.setQueryData(nodesQuery().queryKey, nodes)
  // What the page says when nothing matches: which filter removes most.
  if (offerings?.count === 0)
    for (const relaxed of relaxFilters(filters)) {
      const answer = rt.read.offerings(relaxed.filters)
      if (answer) client.setQueryData(offeringsQuery(relaxed.filters).queryKey, answer)
    }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <OfferingsView />
    </HydrationBoundary>
  )
}
