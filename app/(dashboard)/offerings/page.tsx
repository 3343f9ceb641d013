import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { facetValuesDto } from '@/lib/api/contract/facet-values'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { offeringFacets, offeringPage } from '@/lib/api/contract/offering-page'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { offeringFacetsPath, offeringFacetsQuery } from '@/lib/api/queries/offering-facets'
import { offeringsPath, offeringsQuery } from '@/lib/api/queries/offerings'
import { runtime } from '@/lib/runtime'
import { offeringsAsked, parseOfferingView, toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { PastBanner } from '../../_components/past-banner'
import { PastMoment } from '../../_components/past-moment'
import { PastRefused } from '../../_components/past-refused'
import { askOwn } from '../../_server/ask-own'
import { momentOfPage } from '../../_server/moment-of-page'
import { OfferingsView } from './_components/offerings-view'

export const metadata: Metadata = pageMetadata({ title: 'Offerings', path: '/offerings' })

const PATH = '/offerings'
/** Of a larger network the nodes are asked for when somebody looks at them: the document stays small. */
const MAX_NODES = 60

export default async function OfferingsPage({ searchParams }: PageProps<'/offerings'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: PATH, params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={PATH} />
  const { reader, asOf, at } = moment
  const client = new QueryClient()
  const { filters, sort } = parseOfferingView(params)
  const asked = offeringsAsked(filters, sort)
  const [page, facets] = await Promise.all([
    askOwn(rt, offeringsPath(asked, asOf, null), offeringsDto),
    askOwn(rt, offeringFacetsPath(filters, asOf), facetValuesDto),
  ])
  const nodes = reader.nodes()
  if (page.ok)
    client.setQueryData(offeringsQuery(asked, asOf).queryKey, {
      pages: [offeringPage(page.data)],
      pageParams: [null],
    })
  if (facets.ok) client.setQueryData(offeringFacetsQuery(filters, asOf).queryKey, offeringFacets(facets.data))
  if (nodes && nodes.count <= MAX_NODES) client.setQueryData(nodesQuery(asOf).queryKey, nodes)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <OfferingsView />
      </PastMoment>
    </HydrationBoundary>
  )
}
