import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { statusQuery } from '@/lib/api/queries'
import { runtime } from '@/lib/runtime'
import { AppShell } from '../_components/shell/app-shell'

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
