import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { changesDto } from '@/lib/api/contract/change'
import { incidentsDto } from '@/lib/api/contract/incident'
import { noteworthyChanges, noteworthyChangesQuery } from '@/lib/api/queries/changes'
import {
  OPEN_INCIDENTS,
  openIncidentsQuery,
  pastIncidents,
  pastIncidentsQuery,
} from '@/lib/api/queries/incidents'
import { summaryQuery } from '@/lib/api/queries/summary'
import { runtime } from '@/lib/runtime'
import { toUrlSearchParams } from '../_components/offering-url'
import { pageMetadata } from '../_components/page-metadata'
import { PastBanner } from '../_components/past-banner'
import { PastMoment } from '../_components/past-moment'
import { PastRefused } from '../_components/past-refused'
import { askOwn } from '../_server/ask-own'
import { momentOfPage } from '../_server/moment-of-page'
import { Overview } from './_components/overview'

export const metadata: Metadata = pageMetadata({ title: 'Overview', path: '/' })

export default async function OverviewPage({ searchParams }: PageProps<'/'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: '/', params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path="/" />
  const { reader, asOf, at } = moment
  const [changes, open, past] = await Promise.all([
    askOwn(rt, noteworthyChanges(asOf), changesDto),
    asOf === null ? askOwn(rt, OPEN_INCIDENTS, incidentsDto) : null,
    askOwn(rt, pastIncidents(asOf), incidentsDto),
  ])
  const client = new QueryClient()
  const summary = reader.summary()
  if (summary) client.setQueryData(summaryQuery(asOf).queryKey, summary)
  if (changes.ok) client.setQueryData(noteworthyChangesQuery(asOf).queryKey, changes.data)
  if (open?.ok) client.setQueryData(openIncidentsQuery().queryKey, open.data)
  if (past.ok) client.setQueryData(pastIncidentsQuery(asOf).queryKey, past.data)
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <Overview madeAt={new Date().toISOString()} />
      </PastMoment>
    </HydrationBoundary>
  )
}
