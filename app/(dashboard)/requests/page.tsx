import type { Metadata } from 'next'
import { facetValuesDto } from '@/lib/api/contract/facet-values'
import { runtime } from '@/lib/runtime'
import { pageMetadata } from '../../_components/page-metadata'
import { askOwn } from '../../_server/ask-own'
import { RequestsView } from './_components/requests-view'

export const metadata: Metadata = pageMetadata({ title: 'Requests', path: '/requests' })

/** What became of jobs. What is in it only browsers ask for, since the page's own request bears no key. */
export default async function RequestsPage() {
  const rt = await runtime()
  const facets = await askOwn(rt, '/api/v1/facets', facetValuesDto)
  const valuesOf = (field: string): string[] =>
    facets.ok ? (facets.data.facets[field] ?? []).flatMap(({ value }) => value ?? []) : []
  return <RequestsView suggestions={{ pipeline: valuesOf('pipeline'), model: valuesOf('model') }} />
}
