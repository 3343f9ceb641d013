import type { Metadata } from 'next'
import { runtime } from '@/lib/runtime'
import { pageMetadata } from '../../_components/page-metadata'
import { KeysView } from './_components/keys-view'

export const metadata: Metadata = pageMetadata({ title: 'Keys', path: '/keys' })

/** Whose jobs are carried. What is in it only browsers ask for, since the page's own request bears no key. */
export default async function KeysPage() {
  // The frame around it shows the network as it is now.
  await runtime()
  return <KeysView />
}
