import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { estimateDto } from '@/lib/api/contract/estimate'
import { estimatePath, estimateQuery } from '@/lib/api/queries/estimate'
import { runtime } from '@/lib/runtime'
import { toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { PastBanner } from '../../_components/past-banner'
import { PastMoment } from '../../_components/past-moment'
import { PastRefused } from '../../_components/past-refused'
import { askOwn } from '../../_server/ask-own'
import { momentOfPage } from '../../_server/moment-of-page'
import { CalculatorView } from './_components/calculator-view'
import { WORK_FIELDS, workParams } from './_components/work-params'

const PATH = '/calculator'

export const metadata: Metadata = pageMetadata({ title: 'Calculator', path: PATH })

export default async function CalculatorPage({ searchParams }: PageProps<'/calculator'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: PATH, params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={PATH} />
  const { asOf, at } = moment
  const asked = workParams(Object.fromEntries(WORK_FIELDS.map((field) => [field, params.get(field) ?? ''])))
  const client = new QueryClient()
  const estimate = await askOwn(rt, estimatePath(asked, asOf), estimateDto)
  if (estimate.ok) client.setQueryData(estimateQuery(asked, asOf).queryKey, estimate.data)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <CalculatorView />
      </PastMoment>
    </HydrationBoundary>
  )
}
