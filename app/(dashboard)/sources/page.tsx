import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { sourcesQuery } from '@/lib/api/queries/sources'
import { runtime } from '@/lib/runtime'
import { pageMetadata } from '../../_components/page-metadata'
import { SourcesView } from './_components/sources-view'

export const metadata: Metadata = pageMetadata({ title: 'Sources', path: '/sources' })

export default async function SourcesPage() {
  const rt = await runtime()
  const client = new QueryClient()
  const nodes = rt.read.nodes()
  client.setQueryData(sourcesQuery().queryKey, rt.read.sources())
  if (nodes) client.setQueryData(nodesQuery().queryKey, nodes)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SourcesView />
    </HydrationBoundary>
  )
}
