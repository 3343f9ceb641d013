import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound, redirect } from 'next/navigation'
import { historyDto } from '@/lib/api/contract/history'
import { modelDetailDto } from '@/lib/api/contract/single'
import { historyQuery } from '@/lib/api/queries/history'
import { modelPath, modelQuery } from '@/lib/api/queries/models'
import { type Runtime, runtime } from '@/lib/runtime'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { modelHref, modelIdOfSegments } from '../../../_components/model-href'
import { toUrlSearchParams } from '../../../_components/offering-url'
import { pageMetadata } from '../../../_components/page-metadata'
import { PastBanner } from '../../../_components/past-banner'
import { PastMoment } from '../../../_components/past-moment'
import { PastRefused } from '../../../_components/past-refused'
import { askOwn } from '../../../_server/ask-own'
import { momentOfPage } from '../../../_server/moment-of-page'
import { TREND } from '../../_components/history/trend'
import { ModelView } from './_components/model-view'
import type { KeyNeed } from './_components/snippets-section'

export async function generateMetadata({ params }: PageProps<'/models/[...id]'>): Promise<Metadata> {
  const id = modelIdOfSegments((await params).id)
  if (id === null) return { title: 'Model' }
  return pageMetadata({ title: shortenMiddle(displayText(id), 80), path: modelHref(id) })
}

const KEY_NEEDS: Readonly<Record<Runtime['routingAuth'], KeyNeed>> = {
  keys: 'everybody',
  open: 'others',
  'open-to-anyone': 'nobody',
}

/** One model, by its whole id or by a name that only one has. */
export default async function ModelPage({ params, searchParams }: PageProps<'/models/[...id]'>) {
  const rt = await runtime()
  const asked = modelIdOfSegments((await params).id)
  if (asked === null) notFound()
  const given = toUrlSearchParams(await searchParams)
  const path = modelHref(asked)
  const moment = await momentOfPage(rt, { path, params: given, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={path} />
  const { asOf, at } = moment
  const query = asOf === null ? '' : `?${new URLSearchParams({ as_of: asOf })}`
  const model = await askOwn(rt, `${modelPath(asked)}${query}`, modelDetailDto)
  if (!model.ok && model.status === 404) notFound()
  if (model.ok && model.data.id !== asked)
    redirect(`${modelHref(model.data.id)}${given.size > 0 ? `?${given}` : ''}`)
  const client = new QueryClient()
  if (model.ok) {
    client.setQueryData(modelQuery(asked, asOf).queryKey, model.data)
    const history = new URLSearchParams({ ...TREND, ...(asOf !== null && { as_of: asOf }) })
    const prices = await askOwn(rt, `${modelPath(asked)}/history?${history}`, historyDto)
    if (prices.ok) client.setQueryData(historyQuery(modelPath(asked), TREND, asOf).queryKey, prices.data)
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <ModelView id={asked} keyNeed={KEY_NEEDS[rt.routingAuth]} />
      </PastMoment>
    </HydrationBoundary>
  )
}
