import type { Metadata } from 'next'
import { reliabilityMethodDto } from '@/lib/api/contract/reliability'
import { runtime } from '@/lib/runtime'
import { Notice } from '../../_components/notice'
import { pageMetadata } from '../../_components/page-metadata'
import { askOwn } from '../../_server/ask-own'
import { MethodView } from './_components/method-view'

export const metadata: Metadata = pageMetadata({ title: 'Reliability', path: '/reliability' })

/** How a score of reliability is made, from the very numbers that make it. */
export default async function ReliabilityPage() {
  const rt = await runtime()
  const method = await askOwn(rt, '/api/v1/reliability', reliabilityMethodDto)
  if (method.ok) return <MethodView method={method.data} />
  return (
    <>
      <h1 className="mb-4 text-xl font-semibold">How reliability is scored</h1>
      <Notice tone="bad" title="The method could not be read">
        {method.detail}
      </Notice>
    </>
  )
}
