import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { suspensionMethodDto, suspensionsDto } from '@/lib/api/contract/suspension'
import {
  SUSPENSION_METHOD,
  SUSPENSIONS,
  suspensionMethodQuery,
  suspensionsQuery,
} from '@/lib/api/queries/suspensions'
import { runtime } from '@/lib/runtime'
import { pageMetadata } from '../../_components/page-metadata'
import { askOwn } from '../../_server/ask-own'
import { SuspensionsView } from './_components/suspensions-view'

export const metadata: Metadata = pageMetadata({ title: 'Suspensions', path: '/suspensions' })

export default async function SuspensionsPage() {
  const rt = await runtime()
  const [suspensions, method] = await Promise.all([
    askOwn(rt, SUSPENSIONS, suspensionsDto),
    askOwn(rt, SUSPENSION_METHOD, suspensionMethodDto),
  ])
  const client = new QueryClient()
  if (suspensions.ok) client.setQueryData(suspensionsQuery().queryKey, suspensions.data)
  if (method.ok) client.setQueryData(suspensionMethodQuery().queryKey, method.data)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <SuspensionsView />
    </HydrationBoundary>
  )
}
