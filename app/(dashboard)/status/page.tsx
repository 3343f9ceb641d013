import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { sweepHoursQuery } from '@/lib/api/queries'
import { runtime } from '@/lib/runtime'
import { StatusView } from './_components/status-view'

export const metadata: Metadata = { title: 'Status' }

export default async function StatusPage() {
  const rt = await runtime()
  const client = new QueryClient()
  // On a disk that cannot be read the page asks again, and says what came back.
  const hours = await rt.sweepHours().catch(() => null)
  if (hours) client.setQueryData(sweepHoursQuery().queryKey, hours)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <StatusView />
    </HydrationBoundary>
  )
}
