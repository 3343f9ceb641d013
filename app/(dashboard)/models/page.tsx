import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { modelsDto } from '@/lib/api/contract/roll-up-list'
import { modelsQuery } from '@/lib/api/queries/models'
import { allRows, firstRows } from '@/lib/api/queries/rows'
import { runtime } from '@/lib/runtime'
import { listQueryOf, parseListView } from '../../_components/list-url'
import { toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { PastBanner } from '../../_components/past-banner'
import { PastMoment } from '../../_components/past-moment'
import { PastRefused } from '../../_components/past-refused'
import { askOwn } from '../../_server/ask-own'
import { momentOfPage } from '../../_server/moment-of-page'
import { setRows } from '../../_server/set-rows'
import { MODEL_LIST_FIELDS } from './_components/model-columns'
import { ModelsView } from './_components/models-view'

export const metadata: Metadata = pageMetadata({ title: 'Models', path: '/models' })

const PATH = '/models'

export default async function ModelsPage({ searchParams }: PageProps<'/models'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: PATH, params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={PATH} />
  const { asOf, at } = moment
  const view = parseListView(params, MODEL_LIST_FIELDS)
  const asked = listQueryOf(view, MODEL_LIST_FIELDS.filters)
  const listed = view.sort ? allRows : firstRows
  const models = await askOwn(rt, listed('/api/v1/models', asked, asOf), modelsDto)
  const client = new QueryClient()
  if (models.ok) {
    const { data } = models
    setRows(client, modelsQuery(asked, asOf).queryKey, { data, rows: data.models })
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <ModelsView />
      </PastMoment>
    </HydrationBoundary>
  )
}
