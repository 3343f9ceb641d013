import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { gatewayOfferingsDto } from '@/lib/api/contract/gateway'
import { GATEWAY_OFFERINGS, gatewayOfferingsQuery } from '@/lib/api/queries/gateway'
import { runtime } from '@/lib/runtime'
import { pageMetadata } from '../../_components/page-metadata'
import { askOwn } from '../../_server/ask-own'
import { OfferView } from './_components/offer-view'

export const metadata: Metadata = pageMetadata({ title: 'What this gateway offers', path: '/offer' })

/** Margins only browsers ask for, since the page's own request bears no key. */
export default async function OfferPage() {
  const rt = await runtime()
  const client = new QueryClient()
  const offerings = await askOwn(rt, GATEWAY_OFFERINGS, gatewayOfferingsDto)
  if (offerings.ok) client.setQueryData(gatewayOfferingsQuery().queryKey, offerings.data)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <OfferView />
    </HydrationBoundary>
  )
}
