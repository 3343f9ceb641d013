import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { nodesQuery, offeringsQuery } from '@/lib/api/queries'
import { runtime } from '@/lib/runtime'
import { parseOfferingView, toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { PastBanner } from '../../_components/past-banner'
import { PastMoment } from '../../_components/past-moment'
import { PastRefused } from '../../_components/past-refused'
import { momentOfPage } from '../../_server/moment-of-page'
import { OfferingsView } from './_components/offerings-view'
import { relaxFilters } from './_components/relax-filters'

export const metadata: Metadata = pageMetadata({ title: 'Offerings', path: '/offerings' })

const PATH = '/offerings'

export default async function OfferingsPage({ searchParams }: PageProps<'/offerings'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: PATH, params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={PATH} />
  const { reader, asOf, at } = moment
  const client = new QueryClient()
  const { filters } = parseOfferingView(params)
  const offerings = reader.offerings(filters)
  const nodes = reader.nodes()
  if (offerings) client.setQueryData(offeringsQuery(filters, asOf).queryKey, offerings)
  if (nodes) client.setQueryData(nodesQuery(asOf).queryKey, nodes)
  // What the page says when nothing matches: which filter removes most.
  if (offerings?.count === 0)
    for (const relaxed of relaxFilters(filters)) {
      const answer = reader.offerings(relaxed.filters)
      if (answer) client.setQueryData(offeringsQuery(relaxed.filters, asOf).queryKey, answer)
    }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <OfferingsView />
      </PastMoment>
    </HydrationBoundary>
  )
}
