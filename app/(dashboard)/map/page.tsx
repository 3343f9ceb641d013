import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { regionMapDto } from '@/lib/api/contract/region-map'
import { summaryDto } from '@/lib/api/contract/summary'
import { regionMapPath, regionMapQuery } from '@/lib/api/queries/region-map'
import { summaryPath, summaryQuery } from '@/lib/api/queries/summary'
import { runtime } from '@/lib/runtime'
import { toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { PastBanner } from '../../_components/past-banner'
import { PastMoment } from '../../_components/past-moment'
import { PastRefused } from '../../_components/past-refused'
import { askOwn } from '../../_server/ask-own'
import { momentOfPage } from '../../_server/moment-of-page'
import { MapView } from './_components/map-view'
import { WorldLand } from './_components/world-land'

const PATH = '/map'

export const metadata: Metadata = pageMetadata({ title: 'Map', path: PATH })

export default async function MapPage({ searchParams }: PageProps<'/map'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: PATH, params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={PATH} />
  const { asOf, at } = moment
  const pipeline = params.get('pipeline') ?? ''
  const client = new QueryClient()
  const [map, summary] = await Promise.all([
    askOwn(rt, regionMapPath(pipeline, asOf), regionMapDto),
    askOwn(rt, summaryPath(asOf), summaryDto),
  ])
  if (map.ok) client.setQueryData(regionMapQuery(pipeline, asOf).queryKey, map.data)
  if (summary.ok) client.setQueryData(summaryQuery(asOf).queryKey, summary.data)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <MapView land={<WorldLand />} />
      </PastMoment>
    </HydrationBoundary>
  )
}
