import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { suspensionsDto } from '@/lib/api/contract/suspension'
import { SUSPENSIONS, suspensionsQuery } from '@/lib/api/queries/suspensions'
import { sweepHoursQuery } from '@/lib/api/queries/sweep-hours'
import { runtime } from '@/lib/runtime'
import { pageMetadata } from '../../_components/page-metadata'
import { askOwn } from '../../_server/ask-own'
import { StatusView } from './_components/status-view'

export const metadata: Metadata = pageMetadata({ title: 'Status', path: '/status' })

export default async function StatusPage() {
  const rt = await runtime()
  const client = new QueryClient()
  // On a disk that cannot be read the page asks again, and says what came back.
  const hours = await rt.sweepHours().catch(() => null)
  if (hours) client.setQueryData(sweepHoursQuery().queryKey, hours)
  const suspensions = await askOwn(rt, SUSPENSIONS, suspensionsDto)
  if (suspensions.ok) client.setQueryData(suspensionsQuery().queryKey, suspensions.data)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <StatusView />
    </HydrationBoundary>
  )
}
