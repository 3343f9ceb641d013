import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { historyDto } from '@/lib/api/contract/history'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { pricesDto } from '@/lib/api/contract/roll-up-list'
import { historyQuery } from '@/lib/api/queries/history'
import { modelPath } from '@/lib/api/queries/models'
import { implausiblePath, implausibleQuery, pricesQuery } from '@/lib/api/queries/prices'
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
import { TREND } from '../_components/history/trend'
import { chosenModel } from './_components/chosen-model'
import { PRICE_LIST_FIELDS } from './_components/price-fields'
import { PricesView } from './_components/prices-view'

const PATH = '/prices'

export const metadata: Metadata = pageMetadata({ title: 'Prices', path: PATH })

export default async function PricesPage({ searchParams }: PageProps<'/prices'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: PATH, params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={PATH} />
  const { asOf, at } = moment
  const asked = listQueryOf(parseListView(params, PRICE_LIST_FIELDS), PRICE_LIST_FIELDS.filters)
  const client = new QueryClient()
  const [prices, implausible] = await Promise.all([
    askOwn(rt, allRows('/api/v1/prices', asked, asOf), pricesDto),
    askOwn(rt, implausiblePath(asOf), offeringsDto),
  ])
  if (implausible.ok) client.setQueryData(implausibleQuery(asOf).queryKey, implausible.data)
  if (prices.ok) {
    client.setQueryData(pricesQuery(asOf, asked).queryKey, prices.data)
    const model = chosenModel(params.get('model') ?? '', prices.data.prices)
    if (model !== null) {
      const query = new URLSearchParams({ ...TREND, ...(asOf !== null && { as_of: asOf }) })
      const history = await askOwn(rt, `${modelPath(model)}/history?${query}`, historyDto)
      if (history.ok) client.setQueryData(historyQuery(modelPath(model), TREND, asOf).queryKey, history.data)
    }
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <PricesView />
      </PastMoment>
    </HydrationBoundary>
  )
}
