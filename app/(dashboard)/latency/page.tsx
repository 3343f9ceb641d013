import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { regionMapDto } from '@/lib/api/contract/region-map'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { regionMapPath, regionMapQuery } from '@/lib/api/queries/region-map'
import { runtime } from '@/lib/runtime'
import { toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { PastBanner } from '../../_components/past-banner'
import { PastMoment } from '../../_components/past-moment'
import { PastRefused } from '../../_components/past-refused'
import { askOwn } from '../../_server/ask-own'
import { momentOfPage } from '../../_server/moment-of-page'
import { LatencyView } from './_components/latency-view'

const PATH = '/latency'

export const metadata: Metadata = pageMetadata({ title: 'Latency', path: PATH })

export default async function LatencyPage({ searchParams }: PageProps<'/latency'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: PATH, params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={PATH} />
  const { asOf, at, reader } = moment
  const client = new QueryClient()
  const nodes = reader.nodes()
  if (nodes) client.setQueryData(nodesQuery(asOf).queryKey, nodes)
  const map = await askOwn(rt, regionMapPath('', asOf), regionMapDto)
  if (map.ok) client.setQueryData(regionMapQuery('', asOf).queryKey, map.data)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <LatencyView />
      </PastMoment>
    </HydrationBoundary>
  )
}
