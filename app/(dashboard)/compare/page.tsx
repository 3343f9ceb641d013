import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { comparisonDto } from '@/lib/api/contract/comparison'
import { MOST_COMPARED } from '@/lib/api/contract/most'
import { orchestratorsDto } from '@/lib/api/contract/roll-up-list'
import { comparisonPath, comparisonQuery } from '@/lib/api/queries/comparison'
import { largestOrchestratorsQuery, orchestratorsPath } from '@/lib/api/queries/orchestrators'
import { AS_OF } from '@/lib/api/search-params'
import { type Runtime, runtime } from '@/lib/runtime'
import { ADDED, compareHref, readCompared } from '../../_components/compare-href'
import { toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { PastBanner } from '../../_components/past-banner'
import { PastMoment } from '../../_components/past-moment'
import { PastRefused } from '../../_components/past-refused'
import { withAsOf } from '../../_components/use-as-of'
import { askOwn } from '../../_server/ask-own'
import { momentOfPage } from '../../_server/moment-of-page'
import { CompareView } from './_components/compare-view'

export const metadata: Metadata = pageMetadata({ title: 'Compare', path: '/compare' })

const PATH = '/compare'

/** Some orchestrators beside each other; the address alone says which, and as of when. */
export default async function ComparePage({ searchParams }: PageProps<'/compare'>) {
  const rt = await runtime()
  const params = toUrlSearchParams(await searchParams)
  const moment = await momentOfPage(rt, { path: PATH, params, now: Date.now() })
  if (moment.kind === 'refused') return <PastRefused {...moment} path={PATH} />
  const { asOf, at } = moment
  const addresses = readCompared(params)
  const problem = await problemOf(rt, { params, addresses, asOf })
  const client = new QueryClient()
  const largest = await askOwn(rt, orchestratorsPath(largestOrchestratorsQuery.limit, asOf), orchestratorsDto)
  if (largest.ok) client.setQueryData(largestOrchestratorsQuery.of(asOf).queryKey, largest.data)
  if (addresses.length > 0) {
    const comparison = await askOwn(rt, comparisonPath(addresses, asOf), comparisonDto)
    if (comparison.ok) client.setQueryData(comparisonQuery(addresses, asOf).queryKey, comparison.data)
  }
  return (
    <HydrationBoundary state={dehydrate(client)}>
      {at !== null && <PastBanner at={at} />}
      <PastMoment at={at}>
        <CompareView problem={problem} />
      </PastMoment>
    </HydrationBoundary>
  )
}

/** Somebody who is to be added, by address or by name: leads to the address that says so, or returns why not. */
async function problemOf(
  rt: Pick<Runtime, 'answer'>,
  { params, addresses, asOf }: { params: URLSearchParams; addresses: readonly string[]; asOf: string | null },
): Promise<string | null> {
  const added = params.get(ADDED)?.trim() ?? ''
  if (added === '') return null
  if (addresses.length >= MOST_COMPARED)
    return `There is room for ${MOST_COMPARED}: take one out before another comes in.`
  const address = await addressOf(rt, added, asOf)
  if (address === null)
    return 'Nobody is called that. An address, or a name as it stands in the list, is needed.'
  const href = compareHref([...addresses, address])
  redirect(asOf === null ? href : withAsOf(href, asOf))
}

async function addressOf(
  rt: Pick<Runtime, 'answer'>,
  text: string,
  asOf: string | null,
): Promise<string | null> {
  if (/^0x[0-9a-f]{40}$/i.test(text)) return text
  const params = new URLSearchParams({ q: text.replaceAll('"', ' ').trim() || '?', limit: '50' })
  if (asOf !== null) params.set(AS_OF, asOf)
  const found = await askOwn(rt, `/api/v1/orchestrators?${params}`, orchestratorsDto)
  if (!found.ok) return null
  const { orchestrators } = found.data
  const called = orchestrators.filter(({ label }) => label?.toLowerCase() === text.toLowerCase())
  const [one, another] = called.length > 0 ? called : orchestrators
  return one && !another ? one.name : null
}
