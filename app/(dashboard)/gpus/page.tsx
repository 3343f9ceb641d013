import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { changesDto } from '@/lib/api/contract/change'
import { gpusDto } from '@/lib/api/contract/roll-up-list'
import { cardChanges, cardChangesQuery } from '@/lib/api/queries/changes'
import { gpusQuery } from '@/lib/api/queries/gpus'
import { allRows } from '@/lib/api/queries/rows'
import { runtime } from '@/lib/runtime'
import { listQueryOf, parseListView } from '../../_components/list-url'
import { toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { PastBanner } from '../../_components/past-banner'
import { PastMoment } from '../../_components/past-moment'
import { PastRefused } from '../../_components/past-refused'
import { askOwn } from '../../_server/ask-own'
import { momentOfPage } from '../../_server/moment-of-page'
import { GPU_LIST_FIELDS } from './_components/gpu-columns'
import { GpusView } from './_components/gpus-view'

const PATH = '/gpus'

export const metadata: Metadata = pageMetadata({ title: 'GPUs', path: PATH })

export default async function GpusPage({ searchParams }: PageProps<'/gpus'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: PATH, params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={PATH} />
  const { asOf, at } = moment
  const asked = listQueryOf(parseListView(params, GPU_LIST_FIELDS), GPU_LIST_FIELDS.filters)
  const [gpus, changes] = await Promise.all([
    askOwn(rt, allRows('/api/v1/gpus', asked, asOf), gpusDto),
    askOwn(rt, cardChanges(null, asOf), changesDto),
  ])
  const client = new QueryClient()
  if (gpus.ok) client.setQueryData(gpusQuery(asked, asOf).queryKey, gpus.data)
  if (changes.ok) client.setQueryData(cardChangesQuery(null, asOf).queryKey, changes.data)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <GpusView madeAt={new Date().toISOString()} />
      </PastMoment>
    </HydrationBoundary>
  )
}
