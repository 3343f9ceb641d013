import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import type { Metadata } from 'next'
import { type ChangesDto, changesDto } from '@/lib/api/contract/change'
import { facetValuesDto } from '@/lib/api/contract/facet-values'
import { incidentsDto } from '@/lib/api/contract/incident'
import { CHANGES_PAGE, changesQuery } from '@/lib/api/queries/changes'
import { OPEN_INCIDENTS, openIncidentsQuery } from '@/lib/api/queries/incidents'
import { type Runtime, runtime } from '@/lib/runtime'
import { Notice } from '../../_components/notice'
import { toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { askOwn } from '../../_server/ask-own'
import { refusedKind } from './_components/change-kinds'
import { changeParams, cursorOf, feedHref } from './_components/change-params'
import { ChangesView } from './_components/changes-view'

export const metadata: Metadata = pageMetadata({ title: 'Changes', path: '/changes' })

export default async function ChangesPage({ searchParams }: PageProps<'/changes'>) {
  const rt = await runtime()
  const address = toUrlSearchParams(await searchParams)
  const params = changeParams(address)
  const cursor = cursorOf(address)
  const page = new URLSearchParams(params)
  page.set('limit', String(CHANGES_PAGE))
  if (cursor !== null) page.set('cursor', cursor)
  const [changes, incidents, facets] = await Promise.all([
    refusedKind(params) === null ? askOwn(rt, `/api/v1/changes?${page}`, changesDto) : null,
    askOwn(rt, OPEN_INCIDENTS, incidentsDto),
    askOwn(rt, '/api/v1/facets', facetValuesDto),
  ])
  const client = new QueryClient()
  if (changes?.ok)
    client.setQueryData(changesQuery(params, cursor).queryKey, {
      pages: [changes.data],
      pageParams: [cursor],
    })
  if (incidents.ok) client.setQueryData(openIncidentsQuery().queryKey, incidents.data)
  const valuesOf = (field: string): string[] =>
    facets.ok ? (facets.data.facets[field] ?? []).flatMap(({ value }) => value ?? []) : []
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <link
        rel="alternate"
        type="application/atom+xml"
        title="Changes (Atom)"
        href={feedHref(params, 'atom')}
      />
      <link rel="alternate" type="application/rss+xml" title="Changes (RSS)" href={feedHref(params, 'rss')} />
      {changes?.ok === false && (
        <noscript>
          <Notice tone="bad" title="The list of changes could not be read">
            {changes.detail}
          </Notice>
        </noscript>
      )}
      <ChangesView
        suggestions={{ model: valuesOf('model'), gpu: valuesOf('gpu') }}
        listedNodes={changes?.ok ? listedOf(changes.data.changes, rt) : []}
        madeAt={new Date().toISOString()}
      />
    </HydrationBoundary>
  )
}

/** Of the nodes that changes name those that are listed now: the others are shown in the list of then. */
function listedOf(changes: ChangesDto['changes'], { read }: Pick<Runtime, 'read'>): string[] {
  const uris = new Set(changes.flatMap((change) => (change.kind === 'snapshot' ? [] : change.node_uri)))
  return [...uris].filter((uri) => read.identify('node', uri)?.kind === 'found')
}
