import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { apiDocument } from '@/app/_server/api-document'
import { apiDocumentQuery } from '@/lib/api/queries/api-document'
import { runtime } from '@/lib/runtime'
import { pageMetadata } from '../../_components/page-metadata'
import { ReferenceView } from './_components/reference-view'

export const metadata: Metadata = pageMetadata({ title: 'API reference', path: '/reference' })

export default async function ReferencePage() {
  const rt = await runtime()
  const client = new QueryClient()
  client.setQueryData(apiDocumentQuery().queryKey, await apiDocument(rt))
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ReferenceView />
    </HydrationBoundary>
  )
}
