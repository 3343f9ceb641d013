import type { Metadata } from 'next'
import { runtime } from '@/lib/runtime'
import { pageMetadata } from '../../../_components/page-metadata'
import { RequestView } from './_components/request-view'

export const metadata: Metadata = pageMetadata({ title: 'Request', path: '/requests' })

/** All that is kept of one request. What is in it only browsers ask for, since the page's own request bears no key. */
export default async function RequestPage({ params }: PageProps<'/requests/[id]'>) {
  // The frame around it shows the network as it is now.
  await runtime()
  const { id } = await params
  return <RequestView id={decodeURIComponent(id)} />
}
