import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { facetValuesDto } from '@/lib/api/contract/facet-values'
import { offeringsDto } from '@/lib/api/contract/offering-list'
import { policiesDto } from '@/lib/api/contract/policy'
import { facetsPath, facetsQuery } from '@/lib/api/queries/facets'
import { runtime } from '@/lib/runtime'
import { toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { apiDocument } from '../../_server/api-document'
import { askOwn } from '../../_server/ask-own'
import { playgroundRoutes } from '../../_server/playground-routes'
import { PlaygroundView } from './_components/playground-view'

export const metadata: Metadata = pageMetadata({ title: 'Playground', path: '/playground' })

const rateDto = offeringsDto.pick({ eth_usd: true })

/** A job by hand: who would get it, and with a click what comes back. Nothing runs before that. */
export default async function PlaygroundPage({ searchParams }: PageProps<'/playground'>) {
  const rt = await runtime()
  const asked = toUrlSearchParams(await searchParams).get('pipeline')
  const routes = playgroundRoutes(await apiDocument(rt))
  const pipeline = asked ?? routes[0]?.pipeline ?? ''
  const [facets, ofPipeline, policies, rate] = await Promise.all([
    askOwn(rt, '/api/v1/facets?kind=ai', facetValuesDto),
    askOwn(rt, facetsPath(pipeline), facetValuesDto),
    askOwn(rt, '/api/v1/policies', policiesDto),
    askOwn(rt, '/api/v1/offerings?limit=1', rateDto),
  ])
  const client = new QueryClient()
  if (ofPipeline.ok) client.setQueryData(facetsQuery(pipeline).queryKey, ofPipeline.data)
  const offered = facets.ok ? (facets.data.facets.pipeline ?? []) : []
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <PlaygroundView
        routes={routes}
        offered={offered.flatMap(({ value, count }) => (value === null ? [] : [{ pipeline: value, count }]))}
        policies={policies.ok ? policies.data.policies.map(({ name }) => name) : []}
        usdPerEth={rate.ok ? (rate.data.eth_usd?.usd ?? null) : null}
      />
    </HydrationBoundary>
  )
}
