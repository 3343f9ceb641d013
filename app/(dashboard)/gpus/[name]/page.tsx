import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { changesDto } from '@/lib/api/contract/change'
import { gpuDetailDto } from '@/lib/api/contract/single'
import { cardChanges, cardChangesQuery } from '@/lib/api/queries/changes'
import { gpuPath, gpuQuery } from '@/lib/api/queries/gpus'
import { runtime } from '@/lib/runtime'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { gpuHref, gpuNameOfSegment } from '../../../_components/gpu-href'
import { toUrlSearchParams } from '../../../_components/offering-url'
import { pageMetadata } from '../../../_components/page-metadata'
import { PastBanner } from '../../../_components/past-banner'
import { PastMoment } from '../../../_components/past-moment'
import { PastRefused } from '../../../_components/past-refused'
import { askOwn } from '../../../_server/ask-own'
import { momentOfPage } from '../../../_server/moment-of-page'
import { GpuView } from './_components/gpu-view'

export async function generateMetadata({ params }: PageProps<'/gpus/[name]'>): Promise<Metadata> {
  const name = gpuNameOfSegment((await params).name)
  return pageMetadata({ title: name === null ? 'Card' : shortenMiddle(displayText(name), 80), path: '/gpus' })
}

/** One card, by its short name in any case. */
export default async function GpuPage({ params, searchParams }: PageProps<'/gpus/[name]'>) {
  const rt = await runtime()
  const asked = gpuNameOfSegment((await params).name)
  if (asked === null) notFound()
  const given = toUrlSearchParams(await searchParams)
  const path = gpuHref(asked)
  const moment = await momentOfPage(rt, { path, params: given, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={path} />
  const { asOf, at } = moment
  const query = asOf === null ? '' : `?${new URLSearchParams({ as_of: asOf })}`
  const gpu = await askOwn(rt, `${gpuPath(asked)}${query}`, gpuDetailDto)
  if (!gpu.ok && gpu.status === 404) notFound()
  if (gpu.ok && gpu.data.name !== asked)
    redirect(`${gpuHref(gpu.data.name)}${given.size > 0 ? `?${given}` : ''}`)
  const client = new QueryClient()
  if (gpu.ok) {
    client.setQueryData(gpuQuery(asked, asOf).queryKey, gpu.data)
    const changes = await askOwn(rt, cardChanges(asked, asOf), changesDto)
    if (changes.ok) client.setQueryData(cardChangesQuery(asked, asOf).queryKey, changes.data)
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <GpuView name={asked} madeAt={new Date().toISOString()} />
      </PastMoment>
    </HydrationBoundary>
  )
}
