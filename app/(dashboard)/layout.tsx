import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { headers } from 'next/headers'
import { requestOrigin } from '@/lib/api/changes/request-address'
import { statusQuery } from '@/lib/api/queries/status'
import { runtime } from '@/lib/runtime'
import { AppShell } from '../_components/shell/app-shell'

/** Whoever shows a link elsewhere asks for its picture by a whole address: the one at which the page was asked. */
export async function generateMetadata(): Promise<Metadata> {
  const given = await headers()
  const origin = requestOrigin({ url: new URL('http://localhost'), header: (name) => given.get(name) })
  return { metadataBase: new URL(origin) }
}

export default async function DashboardLayout({ children }: LayoutProps<'/'>) {
  const rt = await runtime()
  const client = new QueryClient()
  client.setQueryData(statusQuery().queryKey, rt.read.status())
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <AppShell>{children}</AppShell>
    </HydrationBoundary>
  )
}
