import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { notFound } from 'next/navigation'
import { incidentsDto } from '@/lib/api/contract/incident'
import { orchestratorDetailDto } from '@/lib/api/contract/single'
import { ownIncidents, ownIncidentsQuery } from '@/lib/api/queries/incidents'
import { orchestratorPath, orchestratorQuery } from '@/lib/api/queries/orchestrators'
import { runtime } from '@/lib/runtime'
import { displayText, shortenMiddle } from '../../../_components/display-text'
import { modelIdOfSegments } from '../../../_components/model-href'
import { toUrlSearchParams } from '../../../_components/offering-url'
import { orchestratorHref } from '../../../_components/orchestrator-href'
import { pageMetadata } from '../../../_components/page-metadata'
import { PastBanner } from '../../../_components/past-banner'
import { PastMoment } from '../../../_components/past-moment'
import { PastRefused } from '../../../_components/past-refused'
import { askOwn } from '../../../_server/ask-own'
import { momentOfPage } from '../../../_server/moment-of-page'
import { OrchestratorView } from './_components/orchestrator-view'

export async function generateMetadata({ params }: PageProps<'/orchestrators/[address]'>): Promise<Metadata> {
  const address = modelIdOfSegments([(await params).address]) ?? ''
  return pageMetadata({
    title: `Orchestrator ${shortenMiddle(displayText(address), 13)}`,
    path: orchestratorHref(address),
  })
}

/** One orchestrator, by the address that is paid. */
export default async function OrchestratorPage({
  params,
  searchParams,
}: PageProps<'/orchestrators/[address]'>) {
  const rt = await runtime()
  const address = modelIdOfSegments([(await params).address])
  if (address === null) notFound()
  const given = toUrlSearchParams(await searchParams)
  const path = orchestratorHref(address)
  const moment = await momentOfPage(rt, { path, params: given, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={path} />
  const { asOf, at } = moment
  const query = asOf === null ? '' : `?${new URLSearchParams({ as_of: asOf })}`
  const orchestrator = await askOwn(rt, `${orchestratorPath(address)}${query}`, orchestratorDetailDto)
  if (!orchestrator.ok && orchestrator.status === 404) notFound()
  const client = new QueryClient()
  if (orchestrator.ok) {
    client.setQueryData(orchestratorQuery(address, asOf).queryKey, orchestrator.data)
    const own = orchestrator.data.address
    const incidents = asOf === null ? await askOwn(rt, ownIncidents(own), incidentsDto) : null
    if (incidents?.ok) client.setQueryData(ownIncidentsQuery(own).queryKey, incidents.data)
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <OrchestratorView address={address} />
      </PastMoment>
    </HydrationBoundary>
  )
}
