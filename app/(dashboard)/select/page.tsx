import type { Metadata } from 'next'
import { facetValuesDto } from '@/lib/api/contract/facet-values'
import { selectionDto } from '@/lib/api/contract/selection'
import { AS_OF } from '@/lib/api/search-params'
import { runtime } from '@/lib/runtime'
import { displayHost, displayText } from '../../_components/display-text'
import { Notice } from '../../_components/notice'
import { toUrlSearchParams } from '../../_components/offering-url'
import { pageMetadata } from '../../_components/page-metadata'
import { PastBanner } from '../../_components/past-banner'
import { SelectionView } from '../../_components/selection/selection-view'
import { askOwn } from '../../_server/ask-own'
import { SelectForm } from './_components/select-form'
import { selectBody, selectParams } from './_components/select-params'

export const metadata: Metadata = pageMetadata({ title: 'Who gets a job', path: '/select' })

/** A dry run: who would get a job, and why. The address is the question. */
export default async function SelectPage({ searchParams }: PageProps<'/select'>) {
  const rt = await runtime()
  const given = toUrlSearchParams(await searchParams)
  const params = selectParams(given)
  const asOf = given.get(AS_OF)
  const at = asOf === null ? null : Date.parse(asOf)
  const body = selectBody(params)
  const path = asOf === null ? '/api/v1/select' : `/api/v1/select?${new URLSearchParams({ [AS_OF]: asOf })}`
  const [selection, facets] = await Promise.all([
    body && askOwn(rt, path, selectionDto, body),
    askOwn(rt, '/api/v1/facets', facetValuesDto),
  ])
  const valuesOf = (field: string): string[] =>
    facets.ok ? (facets.data.facets[field] ?? []).flatMap(({ value }) => value ?? []) : []
  return (
    <>
      {at !== null && !Number.isNaN(at) && <PastBanner at={at} />}
      <h1 className="text-xl font-semibold">
        {!selection?.ok
          ? 'Who gets a job, and why'
          : selection.data.decision === 'nobody'
            ? `Nobody would ${asOf === null ? 'get' : 'have got'} this job`
            : `${displayHost(selection.data.chosen?.node_uri ?? '')} would ${asOf === null ? 'get' : 'have got'} this job`}
      </h1>
      <p className="mb-4 max-w-[80ch] text-sm text-muted">
        A dry run: nobody is asked and nothing is sent. Hard rules first, then the order of the strategy, then
        chance among those that are as good as equal.
      </p>
      <SelectForm
        query={params.toString()}
        asOf={asOf}
        suggestions={{
          pipeline: valuesOf('pipeline'),
          model: valuesOf('model'),
          gpu: valuesOf('gpu'),
          region: valuesOf('region'),
        }}
      />
      {selection === null ? (
        <p className="text-sm text-muted">Name a pipeline to begin with, and a model if one is meant.</p>
      ) : selection.ok ? (
        <SelectionView selection={selection.data} question={{ path, body: body ?? {} }} />
      ) : (
        <Notice tone="bad" title="This cannot be asked">
          <bdi>{displayText(selection.detail)}</bdi>
        </Notice>
      )}
    </>
  )
}
