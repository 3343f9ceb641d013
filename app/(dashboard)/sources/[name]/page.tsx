import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { sourceQuery } from '@/lib/api/queries/sources'
import { runtime } from '@/lib/runtime'
import { pageMetadata } from '../../../_components/page-metadata'
import { SourceView } from './_components/source-view'

export async function generateMetadata({ params }: PageProps<'/sources/[name]'>): Promise<Metadata> {
  const rt = await runtime()
  const { name } = await params
  const isKnown = rt.read.sources().sources.some((source) => source.name === name)
  return pageMetadata({ title: isKnown ? `Source ${name}` : 'No such source', path: '/sources' })
}

export default async function SourcePage({ params }: PageProps<'/sources/[name]'>) {
  const rt = await runtime()
  const { name } = await params
  const source = rt.read.source(name)
  if (!source) notFound()
  const client = new QueryClient()
  client.setQueryData(sourceQuery(name).queryKey, source)
  // The entries of this kind are nodes, read from the list of all.
  const nodes = source.source.kind === 'nodes' ? rt.read.nodes() : null
  if (nodes) client.setQueryData(nodesQuery().queryKey, nodes)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SourceView name={name} />
    </HydrationBoundary>
  )
}
