import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { orchestratorsDto, pricesDto } from '@/lib/api/contract/roll-up-list'
import { nodesQuery } from '@/lib/api/queries/nodes'
import { orchestratorsQuery } from '@/lib/api/queries/orchestrators'
import { pricesQuery } from '@/lib/api/queries/prices'
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
import { ORCHESTRATOR_LIST_FIELDS } from './_components/orchestrator-columns'
import { OrchestratorsView } from './_components/orchestrators-view'

export const metadata: Metadata = pageMetadata({ title: 'Orchestrators', path: '/orchestrators' })

const PATH = '/orchestrators'
/** Those of a larger network are asked for once the page is alive: the document stays small. */
const MAX_NODES = 60

export default async function OrchestratorsPage({ searchParams }: PageProps<'/orchestrators'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: PATH, params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={PATH} />
  const { reader, asOf, at } = moment
  const view = parseListView(params, ORCHESTRATOR_LIST_FIELDS)
  const asked = listQueryOf(view, ORCHESTRATOR_LIST_FIELDS.filters)
  const listed = view.sort ? allRows : firstRows
  const [orchestrators, prices] = await Promise.all([
    askOwn(rt, listed('/api/v1/orchestrators', asked, asOf), orchestratorsDto),
    askOwn(rt, firstRows('/api/v1/prices', new URLSearchParams(), asOf), pricesDto),
  ])
  const nodes = reader.nodes()
  const client = new QueryClient()
  if (orchestrators.ok) {
    const { data } = orchestrators
    setRows(client, orchestratorsQuery(asked, asOf).queryKey, { data, rows: data.orchestrators })
  }
  // Cells are made of all of them, or wait for them.
  if (prices.ok && prices.data.prices.length === prices.data.count)
    client.setQueryData(pricesQuery(asOf).queryKey, prices.data)
  if (nodes && nodes.count <= MAX_NODES) client.setQueryData(nodesQuery(asOf).queryKey, nodes)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <OrchestratorsView />
      </PastMoment>
    </HydrationBoundary>
  )
}
